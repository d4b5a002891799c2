/** From the tree of rules to the tables of the user interface. */
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
import { headings, type Sheet } from './sheets';
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
export function writeTables(file: RuleFile, dictionary: Dictionary): WrittenTables {
  const problems = file.rules.flatMap(problemsOfNames);
  const groups = new Map<string, GroupNode>();
  for (const group of file.rules.flatMap(({ condition }) => condition.members)) {
    const name = group.name?.text ?? '';
    if (!groups.has(name)) groups.set(name, group);
  }
  const conditions = [...groups.values()].flatMap((group) => conditionRows(group, dictionary));
  const statements = file.rules.flatMap((rule) => statementRows(rule, dictionary));
  const annotations = file.rules.flatMap(annotationRows);
  const sheets = [
    { name: 'Conditions', rows: [headings.conditions, ...conditions] },
    { name: 'Statements', rows: [headings.statements, ...statements] },
    ...(annotations.length === 0
      ? []
      : [{ name: 'Annotations', rows: [headings.annotations, ...annotations] }]),
  ];
  return { problems, sheets };
}

function problemsOfNames(rule: RuleNode): readonly Problem[] {
  const nodes = [rule, ...rule.condition.members];
  return nodes.flatMap(({ name, place }, index) => {
    if (name === undefined) {
      const what = index === 0 ? 'This rule' : 'This condition';
      const message = `${what} has no name, and tables know it by its name`;
      return [problemAt(place, 'no-name', message, 'Write /* its name */ before it.')];
    }
    if (!/^(and|or)$/i.test(name.text)) return [];
    const message = `${quoted(name.text)} cannot be a name in a table`;
    return [problemAt(place, 'bad-name', message, 'Give it another name.')];
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
