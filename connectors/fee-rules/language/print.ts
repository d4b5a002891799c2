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
  return file.rules.map((rule) => `${printRule(rule).join('\n')}\n`).join('\n');
}

function printRule(rule: RuleNode): readonly string[] {
  return [
    ...rule.annotations.map(printAnnotation),
    ...printName(rule.name),
    'if(',
    ...printList(rule.condition, printGroup),
    ')',
    ...rule.blocks.slice(0, -1).flatMap((block) => [...printBlock(block), '}']),
    ...rule.blocks.slice(-1).flatMap((block) => [...printBlock(block), '};']),
  ];
}

function printAnnotation({ key, value }: AnnotationNode): string {
  return `@${key} ${printOperand(value)}`;
}

function printName(name: NameNode | undefined): readonly string[] {
  return name === undefined ? [] : [`/* ${name.text} */`];
}

function printList<Member>(
  { connector, members }: ListNode<Member>,
  printMember: (member: Member) => readonly string[],
): readonly string[] {
  return members.flatMap((member, index) => [
    ...(index === 0 ? [] : [connector]),
    ...printMember(member),
  ]);
}

function printGroup(group: GroupNode): readonly string[] {
  return [...printName(group.name), ...printGroupBody(group)];
}

/** Without its name: two groups say the same exactly when their bodies are equal. */
export function printGroupBody({ comparisons }: GroupNode): readonly string[] {
  const lines = printList(comparisons, (one) => ['(', printComparison(one), ')']);
  return ['(', ...lines, ')'];
}

export function printComparison({ left, test, right }: ComparisonNode): string {
  return `${left.path} ${test} ${printOperand(right)}`;
}

function printBlock({ items }: BlockNode): readonly string[] {
  return ['{', ...items.map((item) => `${item.target.path} = ${printValue(item)};`)];
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
