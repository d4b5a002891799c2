/** From the tables of the user interface to the tree of rules. */
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

export interface ReadTables {
  /** What could be read, for the checker. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
}

export function readTables(sheets: readonly Sheet[], dictionary: Dictionary): ReadTables {
  const { tables, problems } = findTables(sheets);
  if (problems.length > 0) return { file: { rules: [] }, problems };
  const reader = new CellReader(dictionary);
  reader.problems.push(...checkEnumerations(tables.enumerations, dictionary));
  const conditions = readConditions(tables.conditions, reader);
  const used = new Set<string>();
  const rules = readStatements(tables.statements, conditions, used, reader);
  const names = new Set(rules.map(({ name }) => name?.text ?? ''));
  const annotations = readAnnotations(tables.annotations, names, reader);
  const unused = [...conditions.values()].flatMap(({ group: { name, place } }) => {
    if (name === undefined || used.has(name.text)) return [];
    const message = `No statement uses the condition ${quoted(name.text)}: the text will not hold it`;
    return [problemAt(place, 'unused-condition', message, 'Use it or remove it.', 'warning')];
  });
  const file = {
    rules: rules.map((rule) => ({
      ...rule,
      annotations: annotations.get(rule.name?.text ?? '') ?? [],
    })),
  };
  if (reader.problems.length > 0) return { file, problems: reader.problems };
  if (rules.length === 0) return { file, problems: [noStatements(sheets)] };
  return { file, problems: unused };
}

/** Somebody's mistake, not a tariff: as a rule set it would end all charges. */
function noStatements([first]: readonly Sheet[]): Problem {
  const place = { sheet: first?.name ?? 'workbook', row: 1, column: 1 };
  const message = 'There are no statements: nobody would be charged anything';
  return problemAt(place, 'no-statements', message, headingHint);
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
      const hint =
        meant === undefined ? 'Write the name of a rule.' : `Did you mean ${quoted(meant)}?`;
      const message =
        name === '' ? 'Which rule? The name is missing' : `There is no rule ${quoted(name)}`;
      reader.refuse(row.Name.place, 'unknown-rule', message, hint);
    }
    current = name;
    const key = reader.text(row.Annotation).replace(/^@/, '');
    const value = reader.setting(row.Value);
    if (key === '') reader.refuseEmpty(row.Annotation, 'The annotation is missing');
    else if (value !== undefined) {
      const annotation = { key, value, place: row.Annotation.place };
      found.set(name, [...(found.get(name) ?? []), annotation]);
    }
  }
  return found;
}
