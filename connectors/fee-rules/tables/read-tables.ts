/** From the tables of the user interface to the tree of rules. */
import { storedLanguage, type Language } from '../../common/words/languages';
import type { Dictionary } from '../language/dictionary';
import { nearest } from '../../common/nearest';
import { quoted } from '../language/print';
import { problemAt, type Problem } from '../language/problems';
import type { AnnotationNode, RuleFile } from '../language/tree';
import { CellReader } from './cells';
import { readConditions } from './read-conditions';
import { readStatements } from './read-statements';
import { checkEnumerations } from './enumerations';
import { findTables, headingHint } from './find-tables';
import type { Row, Sheet } from './sheets';
import { tableWords, type TableWords } from './table-words';

export interface ReadTables {
  /** What could be read, for the checker. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
}

export function readTables(
  sheets: readonly Sheet[],
  dictionary: Dictionary,
  language: Language = storedLanguage,
): ReadTables {
  const { tables, problems } = findTables(sheets, language);
  const said = tableWords[language];
  if (problems.length > 0) return { file: { rules: [] }, problems };
  const reader = new CellReader(dictionary, language);
  reader.problems.push(...checkEnumerations(tables.enumerations, dictionary, language));
  const conditions = readConditions(tables.conditions, reader);
  const used = new Set<string>();
  const rules = readStatements(tables.statements, conditions, used, reader);
  const names = new Set(rules.map(({ name }) => name?.text ?? ''));
  const annotations = readAnnotations(tables.annotations, names, reader);
  const unused = [...conditions.values()].flatMap(({ group: { name, place } }) => {
    if (name === undefined || used.has(name.text)) return [];
    const message = said.unused(quoted(name.text));
    return [problemAt(place, 'unused-condition', message, said.useOrRemove, 'warning')];
  });
  const file = {
    rules: rules.map((rule) => ({
      ...rule,
      annotations: annotations.get(rule.name?.text ?? '') ?? [],
    })),
  };
  if (reader.problems.length > 0) return { file, problems: reader.problems };
  if (rules.length === 0) return { file, problems: [noStatements(sheets, said)] };
  return { file, problems: unused };
}

/** Somebody's mistake, not a tariff: as a rule set it would end all charges. */
function noStatements([first]: readonly Sheet[], said: TableWords): Problem {
  const place = { sheet: first?.name ?? 'workbook', row: 1, column: 1 };
  return problemAt(place, 'no-statements', said.noStatements, headingHint(said));
}

/** Name | Annotation | Value: by the name of the rule; a row without a name goes on with the last. */
function readAnnotations(
  rows: readonly Row<'annotations'>[],
  ruleNames: ReadonlySet<string>,
  reader: CellReader,
): ReadonlyMap<string, readonly AnnotationNode[]> {
  const found = new Map<string, AnnotationNode[]>();
  let current = '';
  for (const row of rows) {
    const name = reader.name(row.Name)?.text ?? current;
    if (!ruleNames.has(name)) {
      const meant = nearest(name, ruleNames);
      const { said, rules } = reader;
      const hint = meant === undefined ? said.writeRule : rules.didYouMean(quoted(meant));
      const message = name === '' ? said.whichRule : said.noRule(quoted(name));
      reader.refuse(row.Name.place, 'unknown-rule', message, hint);
    }
    current = name;
    const key = reader.text(row.Annotation).replace(/^@/, '');
    const value = reader.setting(row.Value);
    if (key === '') reader.refuseEmpty(row.Annotation, reader.said.annotationMissing);
    else if (value !== undefined) {
      const annotation = { key, value, place: row.Annotation.place };
      found.set(name, [...(found.get(name) ?? []), annotation]);
    }
  }
  return found;
}
