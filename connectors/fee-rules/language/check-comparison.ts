/** Whether a comparison compares what can be compared. */
import { currencyDecimals } from '../../common/money';
import { foldAscii } from './ascii';
import type { Dictionary, Field, FieldType } from './dictionary';
import { nearest } from '../../common/nearest';
import { printComparison, quoted } from './print';
import type { Place } from './problems';
import type { Report } from './report';
import type { RuleWords } from './rule-words';
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
  const { said } = checking.report;
  if (results.find(node.path) !== undefined) {
    const message = said.itemNoField(node.path);
    checking.report.error(node.place, 'unknown-field', message, said.nameField);
    return undefined;
  }
  const meant = fields.nearestPath(node.path);
  const hint = meant === undefined ? said.seeDictionary : said.didYouMean(meant);
  checking.report.error(node.place, 'unknown-field', said.noField(node.path), hint);
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
  const { said } = report;
  const test = decimalTests.find((one) => one === node.test);
  if (test === undefined) {
    const hint = said.write(node.test === 'EQCI' ? 'EQ' : 'NEQ');
    const message = said.comparesTexts(node.test, field.name);
    report.error(node.testPlace, 'type-mismatch', message, hint);
  }
  const { right } = node;
  if (right.kind === 'text') {
    const isNumber = /^-?\d+(\.\d+)?$/.test(right.value);
    const hint = isNumber ? said.withoutQuotes(right.value) : said.numberWithoutQuotes;
    const message = said.numberNotText(field.name, quoted(right.value));
    report.error(right.place, 'type-mismatch', message, hint);
    return undefined;
  }
  if (right.kind === 'number' && right.isPercentage) {
    const message = said.percentAlone(field.name, right.text);
    report.error(right.place, 'percentage', message, said.writeAmount);
    return undefined;
  }
  if (other !== undefined && other.type !== 'decimal') {
    report.error(right.place, 'type-mismatch', ...differentTypes(field, other, said));
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
  const { said } = report;
  const test = textTests.find((one) => one === node.test);
  if (test === undefined) {
    const message = said.comparesNumbers(node.test, field.name, described(field.type, said));
    const hint = said.useOneOf(textTests.join(', '));
    report.error(node.testPlace, 'type-mismatch', message, hint);
  }
  const { right } = node;
  if (right.kind === 'number') {
    const message = said.isNumber(field.name, described(field.type, said), right.text);
    report.error(right.place, 'type-mismatch', message, said.ifThatIsText(right.text));
    return undefined;
  }
  if (other !== undefined && !areComparable(field.type, other.type)) {
    report.error(right.place, 'type-mismatch', ...differentTypes(field, other, said));
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
  const { said } = report;
  if (type === 'currency') {
    const code = isFolded ? foldAscii(value).toUpperCase() : value;
    if (/^[A-Z]{3}$/.test(code) && currencyDecimals(code) !== undefined) return true;
    const upper = value.toUpperCase();
    const isCase = /^[A-Z]{3}$/.test(upper) && currencyDecimals(upper) !== undefined;
    const hint = isCase ? said.write(`"${upper}"`) : said.isoCode;
    report.error(place, 'unknown-currency', said.noCurrency(quoted(value)), hint);
    return false;
  }
  if (type === 'dfspId' && (value === '' || value.length > 32)) {
    report.error(place, 'unknown-value', said.noDfsp(quoted(value)), said.writeDfsp);
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
  const { said } = report;
  const hint =
    sameLetters !== undefined
      ? said.orFold(quoted(sameLetters))
      : meant !== undefined
        ? said.didYouMean(quoted(meant))
        : said.itIsOneOf(choices.join(', '));
  report.error(place, 'unknown-value', said.neverValue(quoted(value)), hint);
  return false;
}

function areComparable(left: FieldType, right: FieldType): boolean {
  if (typeof left === 'object' && typeof right === 'object') {
    return left.enum.join() === right.enum.join();
  }
  return left === right;
}

function differentTypes(left: Field, right: Field, said: RuleWords): readonly [string, string] {
  const [ofLeft, ofRight] = [described(left.type, said), described(right.type, said)];
  return [said.notComparable(left.name, ofLeft, right.name, ofRight), said.oneKind];
}

export function described(type: FieldType, said: RuleWords): string {
  if (typeof type === 'object') return said.oneOf(type.enum.join(', '));
  const { aText, aNumber, aCurrency, aDfsp } = said;
  return { string: aText, decimal: aNumber, currency: aCurrency, dfspId: aDfsp }[type];
}
