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
  const { said } = report;
  if (field === undefined) {
    if (currency.kind === 'field' && fixedCurrency(currency.field.path, certain) === undefined) {
      const hint = said.addCondition(currency.field.path);
      report.warn(place, 'flat-fee-any-currency', said.anyCurrency, hint);
    }
    const code =
      currency.kind === 'literal' ? currency.value : fixedCurrency(currency.field.path, certain);
    const decimals = code === undefined ? undefined : currencyDecimals(code);
    if (code !== undefined && decimals !== undefined && factor.decimals > decimals) {
      const message = said.moreDecimals(String(decimals), code);
      report.warn(place, 'too-many-decimals', message, said.writeRounded);
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
  const hint =
    currency.kind === 'literal'
      ? said.orAddCondition(field.currency, written)
      : said.write(field.currency);
  report.error(place, 'wrong-currency', said.otherCurrency(field.name, written), hint);
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
