/** From a text to a rule set, or to all that is wrong with the text. */
import { createHash } from 'node:crypto';
import { currencyTable2024 } from '../../common/money';
import { storedLanguage, type Language } from '../../common/words/languages';
import { canonical } from './canonical';
import { check } from './check';
import type { Dictionary } from './dictionary';
import { parse } from './parse';
import { print } from './print';
import { hasErrors, type Problem } from './problems';
import { inOrder } from './report';
import type { RuleSet } from './rule-set';
import type { RuleFile } from './tree';

export interface Loaded {
  /** Errors and warnings, in order of the text. */
  readonly problems: readonly Problem[];
  /** Only without errors. */
  readonly ruleSet?: RuleSet;
}

export function loadRules(
  text: string,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): Loaded {
  const parsed = parse(text, language);
  return loadFile(parsed.file, parsed.problems, dictionary, language);
}

/** `problems`: what reading the file has already found. */
export function loadFile(
  file: RuleFile,
  problems: readonly Problem[],
  dictionary: Dictionary,
  language: Language = storedLanguage,
): Loaded {
  const canonicalFile = canonical(file, dictionary);
  const checked = check(canonicalFile, dictionary, language);
  const all = inOrder([...problems, ...checked.problems]);
  if (checked.rules === undefined || hasErrors(problems)) return { problems: all };
  const text = print(canonicalFile);
  const id = ruleSetId(text, dictionary);
  return { problems: all, ruleSet: { id, text, rules: checked.rules } };
}

/** Of a file without syntax errors. */
export function canonicalText(file: RuleFile, dictionary: Dictionary): string {
  return print(canonical(file, dictionary));
}

/**
 * The same id means: the same fees for the same transactions. A currency that was added since changes no fee
 * of the others, and must not make other rules of those that are in force.
 */
function ruleSetId(text: string, dictionary: Dictionary): string {
  const all = JSON.stringify([text, dictionary.data, currencyTable2024]);
  return createHash('sha256').update(all).digest('hex');
}
