/** A file of rules as it was written, in a text or in tables. Nothing in it has been checked but its grammar. */
import type { Exact } from '../../common/decimal/exact';
import type { Place } from './problems';

export interface RuleFile {
  readonly rules: readonly RuleNode[];
}

export interface RuleNode {
  readonly annotations: readonly AnnotationNode[];
  readonly name?: NameNode;
  readonly condition: ListNode<GroupNode>;
  /** One a ledger entry; at least one in a complete rule. */
  readonly blocks: readonly BlockNode[];
  /** False when a part could not be read and was left out: such a rule may even have no groups or blocks. */
  readonly isComplete: boolean;
  /** Of its name or its `if`. */
  readonly place: Place;
}

/** `@id "interchange"`, `@priority 10`. */
export interface AnnotationNode {
  readonly key: string;
  readonly value: TextNode | NumberNode;
  readonly place: Place;
}

/** A comment: what a person calls the rule or the group that follows it. Whitespace is folded. */
export interface NameNode {
  readonly text: string;
  readonly place: Place;
}

export type Connector = 'AND' | 'OR';

const reserved = new Set<string>(['if', 'AND', 'OR']);

export function isReserved(word: string): boolean {
  return reserved.has(word) || tests.some((test) => test === word);
}

/** At least one member in a complete rule. With one member the connector means nothing and is AND. */
export interface ListNode<Member> {
  readonly connector: Connector;
  readonly members: readonly Member[];
}

/** A condition: comparisons under one name. */
export interface GroupNode {
  readonly name?: NameNode;
  readonly comparisons: ListNode<ComparisonNode>;
  readonly place: Place;
}

export const tests = ['EQ', 'NEQ', 'GT', 'LT', 'GE', 'LE', 'EQCI', 'NECI'] as const;
export type Test = (typeof tests)[number];

export interface ComparisonNode {
  readonly left: ReferenceNode;
  readonly test: Test;
  readonly testPlace: Place;
  readonly right: OperandNode;
}

export type OperandNode = TextNode | NumberNode | ReferenceNode;

export interface TextNode {
  readonly kind: 'text';
  readonly value: string;
  readonly place: Place;
}

export interface NumberNode {
  readonly kind: 'number';
  /** As it was written, with its sign and `%`: `-1`, `0.60%`. */
  readonly text: string;
  /** `0.6%` is 6/1000. */
  readonly exact: Exact;
  readonly isPercentage: boolean;
  readonly place: Place;
}

export interface ReferenceNode {
  readonly kind: 'reference';
  /** As it was written, without blanks: `Transaction.extensionList["payeeAccountType"]`. */
  readonly path: string;
  readonly place: Place;
}

export interface BlockNode {
  readonly items: readonly ItemNode[];
  readonly place: Place;
}

/** `result.payer.amount = Transaction.amount.amount * 0.6% * -1;` */
export interface ItemNode {
  readonly target: ReferenceNode;
  readonly operand: OperandNode;
  readonly factors: readonly NumberNode[];
}
