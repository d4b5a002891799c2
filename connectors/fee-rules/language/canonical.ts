/** Calls every field what the dictionary calls it first, so that aliases do not tell two rules apart. */
import type { Dictionary, Vocabulary } from './dictionary';
import type { BlockNode, GroupNode, ListNode, OperandNode, ReferenceNode, RuleFile } from './tree';

/** What the dictionary does not know stays as it is. */
export function canonical(file: RuleFile, { fields, results }: Dictionary): RuleFile {
  const operand = (node: OperandNode): OperandNode =>
    node.kind === 'reference' ? renamed(node, fields) : node;
  const group = (node: GroupNode): GroupNode => ({
    ...node,
    comparisons: mapList(node.comparisons, (comparison) => ({
      ...comparison,
      left: renamed(comparison.left, fields),
      right: operand(comparison.right),
    })),
  });
  const block = (node: BlockNode): BlockNode => ({
    ...node,
    items: node.items.map((item) => ({
      ...item,
      target: renamed(item.target, results),
      operand: operand(item.operand),
    })),
  });
  return {
    rules: file.rules.map((rule) => ({
      ...rule,
      condition: mapList(rule.condition, group),
      blocks: rule.blocks.map(block),
    })),
  };
}

function renamed(
  node: ReferenceNode,
  vocabulary: Pick<Vocabulary<{ name: string; path: string }>, 'find'>,
): ReferenceNode {
  const path = vocabulary.find(node.path)?.path ?? node.path;
  return path === node.path ? node : { ...node, path };
}

function mapList<Member>(
  { connector, members }: ListNode<Member>,
  change: (member: Member) => Member,
): ListNode<Member> {
  return { connector, members: members.map(change) };
}
