/** Canonical text: one layout for every rule, so that equal rules have equal texts. */
import type {
  AnnotationNode,
  BlockNode,
  ComparisonNode,
  GroupNode,
  ItemNode,
  ListNode,
  NameNode,
  OperandNode,
  RuleFile,
  RuleNode,
} from './tree';

/** Of a file whose rules are all complete. Ends with a line feed; an empty file is an empty text. */
export function print(file: RuleFile): string {
  return file.rules.map(printRule).join('\n');
}

function printRule({ annotations, name, condition, blocks }: RuleNode): string {
  const settings = annotations.map((annotation) => `${printAnnotation(annotation)}\n`).join('');
  const entries = blocks.map(printBlock).join('\n');
  return `${settings}${printName(name)}if(\n${printList(condition, printGroup)}\n)\n${entries};\n`;
}

function printAnnotation({ key, value }: AnnotationNode): string {
  return `@${key} ${printOperand(value)}`;
}

function printName(name: NameNode | undefined): string {
  return name === undefined ? '' : `/* ${name.text} */\n`;
}

function printList<Member>(
  { connector, members }: ListNode<Member>,
  printMember: (member: Member) => string,
): string {
  return members.map(printMember).join(`\n${connector}\n`);
}

function printGroup(group: GroupNode): string {
  return printName(group.name) + printGroupBody(group);
}

/** Without its name: two groups say the same exactly when their bodies are equal. */
export function printGroupBody({ comparisons }: GroupNode): string {
  return `(\n${printList(comparisons, (one) => `(\n${printComparison(one)}\n)`)}\n)`;
}

export function printComparison({ left, test, right }: ComparisonNode): string {
  return `${left.path} ${test} ${printOperand(right)}`;
}

function printBlock({ items }: BlockNode): string {
  const lines = items.map((item) => `${item.target.path} = ${printValue(item)};\n`);
  return `{\n${lines.join('')}}`;
}

export function printValue({ operand, factors }: ItemNode): string {
  return [printOperand(operand), ...factors.map(({ text }) => text)].join(' * ');
}

export function printOperand(operand: OperandNode): string {
  switch (operand.kind) {
    case 'text':
      return quoted(operand.value);
    case 'number':
      return operand.text;
    case 'reference':
      return operand.path;
  }
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
