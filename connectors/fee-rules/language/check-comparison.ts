/** Whether a comparison compares what can be compared. */
import { currencyDecimals } from '../../common/money';
import { foldAscii } from './ascii';
import type { Dictionary, Field, FieldType } from './dictionary';
import { nearest } from '../../common/nearest';
import { printComparison, quoted } from './print';
import type { Place } from './problems';
import type { Report } from './report';
import type { Comparison, DecimalComparison, TextComparison } from './rule-set';
import type { ComparisonNode, ReferenceNode, TextNode } from './tree';

export interface Checking {
  readonly dictionary: Dictionary;
  readonly report: Report;
}

/** Undefined when something was wrong and has been reported. */
export function checkComparison(node: ComparisonNode, checking: Checking): Comparison | undefined {
  const field = resolveField(node.left, checking);
  const other = node.right.kind === 'reference' ? resolveField(node.right, checking) : undefined;
  if (field === undefined) return undefined;
  if (node.right.kind === 'reference' && other === undefined) return undefined;
  return field.type === 'decimal'
    ? decimalComparison(node, field, other, checking)
    : textComparison(node, field, other, checking);
}

export function resolveField(node: ReferenceNode, checking: Checking): Field | undefined {
  const { fields, results } = checking.dictionary;
  const found = fields.find(node.path);
  if (found !== undefined || checking.report.isFull) return found;
  if (results.find(node.path) !== undefined) {
    const message = `${node.path} is an item of a ledger entry, not a field of the transaction`;
    checking.report.error(node.place, 'unknown-field', message, 'Name a Transaction field here.');
    return undefined;
  }
  const meant = fields.nearestPath(node.path);
  const hint =
    meant === undefined ? 'See the dictionary for what there is.' : `Did you mean ${meant}?`;
  checking.report.error(node.place, 'unknown-field', `There is no field ${node.path}`, hint);
  return undefined;
}

const decimalTests = ['EQ', 'NEQ', 'GT', 'LT', 'GE', 'LE'] as const;
const textTests = ['EQ', 'NEQ', 'EQCI', 'NECI'] as const;

function decimalComparison(
  node: ComparisonNode,
  field: Field,
  other: Field | undefined,
  { report }: Checking,
): DecimalComparison | undefined {
  const test = decimalTests.find((one) => one === node.test);
  if (test === undefined) {
    const hint = `Write ${node.test === 'EQCI' ? 'EQ' : 'NEQ'}.`;
    const message = `${node.test} compares texts, but ${field.name} is a number`;
    report.error(node.testPlace, 'type-mismatch', message, hint);
  }
  const { right } = node;
  if (right.kind === 'text') {
    const isNumber = /^-?\d+(\.\d+)?$/.test(right.value);
    const hint = isNumber
      ? `Write ${right.value} without quotes.`
      : 'Write a number without quotes.';
    const message = `${field.name} is a number, but ${quoted(right.value)} is a text`;
    report.error(right.place, 'type-mismatch', message, hint);
    return undefined;
  }
  if (right.kind === 'number' && right.isPercentage) {
    const message = `${field.name} is an amount; ${right.text} is a percentage and has no amount to be taken of`;
    report.error(right.place, 'percentage', message, 'Write an amount, such as 100.');
    return undefined;
  }
  if (other !== undefined && other.type !== 'decimal') {
    report.error(right.place, 'type-mismatch', ...differentTypes(field, other));
    return undefined;
  }
  if (test === undefined) return undefined;
  const text = printComparison(node);
  if (right.kind === 'number') {
    return { kind: 'decimal', text, field, test, right: { kind: 'literal', value: right.exact } };
  }
  return other && { kind: 'decimal', text, field, test, right: { kind: 'field', field: other } };
}

function textComparison(
  node: ComparisonNode,
  field: Field,
  other: Field | undefined,
  checking: Checking,
): TextComparison | undefined {
  const { report } = checking;
  const test = textTests.find((one) => one === node.test);
  if (test === undefined) {
    const message = `${node.test} compares numbers, but ${field.name} is ${described(field.type)}`;
    report.error(node.testPlace, 'type-mismatch', message, `Use one of ${textTests.join(', ')}.`);
  }
  const { right } = node;
  if (right.kind === 'number') {
    const message = `${field.name} is ${described(field.type)}, but ${right.text} is a number`;
    report.error(
      right.place,
      'type-mismatch',
      message,
      `Write "${right.text}" if that is the text.`,
    );
    return undefined;
  }
  if (other !== undefined && !areComparable(field.type, other.type)) {
    report.error(right.place, 'type-mismatch', ...differentTypes(field, other));
    return undefined;
  }
  const isFolded = test === 'EQCI' || test === 'NECI';
  if (right.kind === 'text' && !checkText(right, field.type, isFolded, checking)) return undefined;
  if (test === undefined) return undefined;
  const text = printComparison(node);
  if (right.kind === 'text') {
    return { kind: 'text', text, field, test, right: { kind: 'literal', value: right.value } };
  }
  return other && { kind: 'text', text, field, test, right: { kind: 'field', field: other } };
}

/** Whether a field of this type can hold the text at all. `isFolded`: whether the test ignores case. */
export function checkText(
  { value, place }: TextNode,
  type: FieldType,
  isFolded: boolean,
  { report }: Checking,
): boolean {
  if (typeof type === 'object') return checkChoice(value, place, type.enum, isFolded, report);
  if (type === 'currency') {
    const code = isFolded ? foldAscii(value).toUpperCase() : value;
    if (/^[A-Z]{3}$/.test(code) && currencyDecimals(code) !== undefined) return true;
    const upper = value.toUpperCase();
    const isCase = /^[A-Z]{3}$/.test(upper) && currencyDecimals(upper) !== undefined;
    const hint = isCase ? `Write "${upper}".` : 'Write its ISO 4217 code, such as "XOF".';
    report.error(place, 'unknown-currency', `${quoted(value)} is not the code of a currency`, hint);
    return false;
  }
  if (type === 'dfspId' && (value === '' || value.length > 32)) {
    const message = `${quoted(value)} cannot be a DFSP: the id of a DFSP has 1 to 32 characters`;
    report.error(place, 'unknown-value', message, 'Write the id by which the switch knows it.');
    return false;
  }
  return true;
}

function checkChoice(
  value: string,
  place: Place,
  choices: readonly string[],
  isFolded: boolean,
  report: Report,
): boolean {
  const sameLetters = choices.find((one) => foldAscii(one) === foldAscii(value));
  if (isFolded ? sameLetters !== undefined : choices.includes(value)) return true;
  const meant = sameLetters ?? nearest(value, choices);
  const hint =
    sameLetters !== undefined
      ? `Write ${quoted(sameLetters)}, or use a test that ignores case: EQCI or NECI.`
      : meant !== undefined
        ? `Did you mean ${quoted(meant)}?`
        : `It is one of ${choices.join(', ')}.`;
  report.error(place, 'unknown-value', `${quoted(value)} is never the value of this field`, hint);
  return false;
}

function areComparable(left: FieldType, right: FieldType): boolean {
  if (typeof left === 'object' && typeof right === 'object') {
    return left.enum.join() === right.enum.join();
  }
  return left === right;
}

function differentTypes(left: Field, right: Field): readonly [string, string] {
  return [
    `${left.name} (${described(left.type)}) cannot be compared with ${right.name} (${described(right.type)})`,
    'Compare fields of one kind.',
  ];
}

export function described(type: FieldType): string {
  if (typeof type === 'object') return `one of ${type.enum.join(', ')}`;
  const words = { string: 'a text', decimal: 'a number', currency: 'a currency', dfspId: 'a DFSP' };
  return words[type];
}
