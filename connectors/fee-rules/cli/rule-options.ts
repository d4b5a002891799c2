/** Rules that stand in a file, as commands take them. */
import { readDictionary, standardDictionary, type Dictionary } from '../language/dictionary';
import { loadFile } from '../language/load';
import { hasErrors, type Problem } from '../language/problems';
import type { RuleSet } from '../language/rule-set';
import { readRules, type ReadRules } from '../tables/rule-files';
import { showProblems } from './show-problems';
import { CannotRun, type Terminal } from '../../common/terminal';
import { withoutByteOrderMark } from '../../common/utf8';
import { contentOf, textOf } from './terminal';
import { messageOf } from '../../common/message-of';

export interface Options {
  readonly dictionary?: string;
  readonly json?: boolean;
}

/** Undefined, and the problems told, when the rules are wrong. */
export async function ruleSetOf(
  file: string,
  options: Options,
  terminal: Terminal,
): Promise<RuleSet | undefined> {
  const dictionary = await dictionaryOf(options);
  const read = readRules(file, await contentOf(file), dictionary);
  const { problems, ruleSet } = loadFile(read.file, read.problems, dictionary);
  return refused(file, read, problems, options, terminal) ? undefined : ruleSet;
}

/** Tells the problems, and whether one of them is an error. */
export function refused(
  file: string,
  { text }: ReadRules,
  problems: readonly Problem[],
  { json }: Options,
  terminal: Terminal,
): boolean {
  const isRefused = hasErrors(problems);
  if (json === true && problems.length > 0) {
    terminal.err(`${JSON.stringify({ file, problems })}\n`);
  } else {
    terminal.err(showProblems(file, problems, text));
  }
  if (isRefused) terminal.exitCode(1);
  return isRefused;
}

export async function dictionaryOf({ dictionary }: Options): Promise<Dictionary> {
  if (dictionary === undefined) return standardDictionary;
  const text = withoutByteOrderMark(await textOf(dictionary));
  try {
    return readDictionary(JSON.parse(text));
  } catch (error) {
    throw new CannotRun(`${dictionary} is not a dictionary: ${messageOf(error)}`);
  }
}
