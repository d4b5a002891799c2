/** From the tree of rules to the tables of the user interface. */
import { storedLanguage, type Language } from '../../common/words/languages';
import type { Dictionary } from '../language/dictionary';
import { printOperand, quoted } from '../language/print';
import { problemAt, type Problem } from '../language/problems';
import type {
  AnnotationNode,
  BlockNode,
  ComparisonNode,
  GroupNode,
  ItemNode,
  OperandNode,
  RuleFile,
  RuleNode,
} from '../language/tree';
import { headings, sheetNames, type Sheet } from './sheets';
import { tableWords, type TableWords } from './table-words';
import { wordsOf } from './tests-in-words';

type TextRow = readonly string[];

export interface WrittenTables {
  /** What has no name cannot stand in a table. */
  readonly problems: readonly Problem[];
  readonly sheets: readonly TextSheet[];
}

export interface TextSheet extends Sheet {
  readonly rows: readonly TextRow[];
}

/** `file` has passed the checker and has its fields' canonical names. */
export function writeTables(
  file: RuleFile,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): WrittenTables {
  const said = tableWords[language];
  const problems = file.rules.flatMap((rule) => problemsOfNames(rule, said));
  const groups = new Map<string, GroupNode>();
  for (const group of file.rules.flatMap(({ condition }) => condition.members)) {
    const name = group.name?.text ?? '';
    if (!groups.has(name)) groups.set(name, group);
  }
  const conditions = [...groups.values()].flatMap((group) => conditionRows(group, dictionary));
  const statements = file.rules.flatMap((rule) => statementRows(rule, dictionary));
  const annotations = file.rules.flatMap(annotationRows);
  const sheets = [
    { name: sheetNames.conditions, rows: [headings.conditions, ...conditions] },
    { name: sheetNames.statements, rows: [headings.statements, ...statements] },
    ...(annotations.length === 0
      ? []
      : [{ name: sheetNames.annotations, rows: [headings.annotations, ...annotations] }]),
  ];
  return { problems, sheets };
}

function problemsOfNames(rule: RuleNode, said: TableWords): readonly Problem[] {
  const nodes = [rule, ...rule.condition.members];
  return nodes.flatMap(({ name, place }, index) => {
    if (name === undefined) {
      const message = index === 0 ? said.ruleUnnamed : said.conditionUnnamed;
      return [problemAt(place, 'no-name', message, said.writeName)];
    }
    if (!/^(and|or)$/i.test(name.text)) return [];
    const message = said.noTableName(quoted(name.text));
    return [problemAt(place, 'bad-name', message, said.giveOther)];
  });
}

function conditionRows(group: GroupNode, dictionary: Dictionary): readonly TextRow[] {
  const { connector, members } = group.comparisons;
  return members.map(({ left, test, right }: ComparisonNode, index) => [
    index === 0 ? (group.name?.text ?? '') : connector,
    operandText(left, dictionary),
    wordsOf[test],
    operandText(right, dictionary),
  ]);
}

function statementRows(rule: RuleNode, dictionary: Dictionary): readonly TextRow[] {
  const { connector, members } = rule.condition;
  const conditions = members.map((group, index) => [
    index === 0 ? (rule.name?.text ?? '') : '',
    index === 0 ? '' : connector,
    ...[group.name?.text ?? '', '', '', ''],
  ]);
  return [...conditions, ...rule.blocks.flatMap((block) => entryRows(block, dictionary))];
}

function entryRows({ items }: BlockNode, dictionary: Dictionary): readonly TextRow[] {
  return items.map((item, index) => {
    const name = dictionary.results.find(item.target.path)?.name ?? item.target.path;
    return ['', index === 0 ? 'THEN' : '', '', name, ...valueCells(item, dictionary)];
  });
}

function valueCells({ operand, factors }: ItemNode, dictionary: Dictionary): TextRow {
  const product = factors.map(({ text }) => `*${text}`).join('');
  return operand.kind === 'reference'
    ? [operandText(operand, dictionary), product]
    : ['', `${printOperand(operand)}${product}`];
}

function annotationRows({ name, annotations }: RuleNode): readonly TextRow[] {
  return annotations.map(({ key, value }: AnnotationNode, index) => [
    index === 0 ? (name?.text ?? '') : '',
    key,
    printOperand(value),
  ]);
}

function operandText(operand: OperandNode, { fields }: Dictionary): string {
  if (operand.kind !== 'reference') return printOperand(operand);
  return fields.find(operand.path)?.name ?? operand.path;
}
