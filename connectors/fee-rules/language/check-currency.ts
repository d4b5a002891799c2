/** Whether a fee is in the currency of the amount that it is taken of. */
import { currencyDecimals } from '../../common/money';
import { foldAscii } from './ascii';
import type { Place } from './problems';
import type { Report } from './report';
import type { Comparison, Fee } from './rule-set';

/** `certain`: comparisons that hold whenever the rule fires. */
export function checkCurrency(
  { currency, payerAmount }: Fee,
  certain: readonly Comparison[],
  place: Place,
  report: Report,
): void {
  const { field, factor } = payerAmount;
  if (field === undefined) {
    if (currency.kind === 'field' && fixedCurrency(currency.field.path, certain) === undefined) {
      const message = 'The same number is charged in whatever currency the transfer has';
      const hint = `Add a condition such as ${currency.field.path} EQ "XOF".`;
      report.warn(place, 'flat-fee-any-currency', message, hint);
    }
    const code =
      currency.kind === 'literal' ? currency.value : fixedCurrency(currency.field.path, certain);
    const decimals = code === undefined ? undefined : currencyDecimals(code);
    if (code !== undefined && decimals !== undefined && factor.decimals > decimals) {
      const message = `This amount has more decimals than the ${decimals} of ${code}`;
      report.warn(place, 'too-many-decimals', message, 'It will be rounded: write it rounded.');
    }
    return;
  }
  if (field.currency === undefined) return;
  const isRight =
    currency.kind === 'field'
      ? currency.field.path === field.currency
      : fixedCurrency(field.currency, certain) === currency.value;
  if (isRight) return;
  const written = currency.kind === 'literal' ? currency.value : currency.field.name;
  const message = `The fee is a part of ${field.name}, but its currency is ${written}, whatever that of ${field.name} is`;
  const condition =
    currency.kind === 'literal' ? `, or add the condition ${field.currency} EQ "${written}"` : '';
  report.error(place, 'wrong-currency', message, `Write ${field.currency}${condition}.`);
}

/** The one currency code that the field has whenever the rule fires. */
export function fixedCurrency(path: string, certain: readonly Comparison[]): string | undefined {
  for (const { kind, field, test, right } of certain) {
    if (kind !== 'text' || field.path !== path || right.kind !== 'literal') continue;
    if (test === 'EQ') return right.value;
    // What is no currency code in capitals is refused elsewhere or never equal.
    if (test === 'EQCI') return foldAscii(right.value).toUpperCase();
  }
  return undefined;
}
