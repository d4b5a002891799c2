/** An amount as people read it. Pure. */
import { currencyDecimals, type Money } from '../../common/money';

const formats = new Map<string, Intl.NumberFormat>();

/** `1,000,000.50 TZS`: digits grouped, as many decimals as ISO 4217 gives the currency; more are shown, never rounded away. */
export function moneyText({ amount, currency }: Money): string {
  const ofCurrency = currencyDecimals(currency) ?? 0;
  const own = (amount.split('.')[1] ?? '').length;
  const format = formatOf(ofCurrency, Math.max(ofCurrency, own));
  // Exact: the text goes through no binary number.
  return `${format.format(amount as Intl.StringNumericLiteral)} ${currency}`;
}

/** To make one takes longer than to tell a payment: exports tell a million. */
function formatOf(least: number, most: number): Intl.NumberFormat {
  const key = `${least} ${most}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en', {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  formats.set(key, made);
  return made;
}
