/** Amounts that are added up as what they are: decimals, through no number of the language. */

interface Decimal {
  readonly coefficient: bigint;
  readonly decimals: number;
}

/** @throws RangeError for what is no decimal */
function read(text: string): Decimal {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) throw new RangeError(`${text} is not a decimal`);
  const [, sign = '', whole = '', fraction = ''] = found;
  return { coefficient: BigInt(`${sign}${whole}${fraction}`), decimals: fraction.length };
}

/** Exactly: `0.1` and `0.2` are `0.3`. @throws RangeError for what is no decimal */
export function sumOf(texts: readonly string[]): string {
  const all = texts.map(read);
  const decimals = Math.max(0, ...all.map((one) => one.decimals));
  const total = all.reduce(
    (sum, one) => sum + one.coefficient * 10n ** BigInt(decimals - one.decimals),
    0n,
  );
  return shown(total, decimals);
}

function shown(coefficient: bigint, decimals: number): string {
  const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(decimals + 1, '0');
  const at = digits.length - decimals;
  const fraction = digits.slice(at).replace(/0+$/, '');
  const sign = coefficient < 0n ? '-' : '';
  return `${sign}${digits.slice(0, at)}${fraction === '' ? '' : `.${fraction}`}`;
}
