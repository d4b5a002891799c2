/** Calls every field what the dictionary calls it first, so that aliases do not tell two rules apart. */
import type { Dictionary, Vocabulary } from './dictionary';
import type {
  BlockNode,
  ComparisonNode,
  GroupNode,
  ItemNode,
  ListNode,
  OperandNode,
  ReferenceNode,
  RuleFile,
  RuleNode,
} from './tree';

/** What the dictionary does not know stays as it is; what need not be changed is not copied. */
export function canonical(file: RuleFile, { fields, results }: Dictionary): RuleFile {
  const operand = (node: OperandNode): OperandNode =>
    node.kind === 'reference' ? renamed(node, fields) : node;
  const comparison = (node: ComparisonNode): ComparisonNode =>
    changed(node, { left: renamed(node.left, fields), right: operand(node.right) });
  const group = (node: GroupNode): GroupNode =>
    changed(node, { comparisons: mapList(node.comparisons, comparison) });
  const item = (node: ItemNode): ItemNode =>
    changed(node, { target: renamed(node.target, results), operand: operand(node.operand) });
  const block = (node: BlockNode): BlockNode => changed(node, { items: mapped(node.items, item) });
  const rule = (node: RuleNode): RuleNode =>
    changed(node, {
      condition: mapList(node.condition, group),
      blocks: mapped(node.blocks, block),
    });
  return { rules: mapped(file.rules, rule) };
}

function renamed(
  node: ReferenceNode,
  vocabulary: Pick<Vocabulary<{ name: string; path: string }>, 'find'>,
): ReferenceNode {
  return changed(node, { path: vocabulary.find(node.path)?.path ?? node.path });
}

function mapList<Member>(
  list: ListNode<Member>,
  change: (member: Member) => Member,
): ListNode<Member> {
  return changed(list, { members: mapped(list.members, change) });
}

/** The node itself where it has these parts already. */
function changed<Node extends object>(node: Node, parts: Partial<Node>): Node {
  const isSame = (Object.keys(parts) as (keyof Node)[]).every((key) => node[key] === parts[key]);
  return isSame ? node : { ...node, ...parts };
}

/** The list itself where no member changes. */
function mapped<Member>(
  members: readonly Member[],
  change: (member: Member) => Member,
): readonly Member[] {
  const after = members.map(change);
  return after.every((member, index) => member === members[index]) ? members : after;
}
