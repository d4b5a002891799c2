/** Amounts as the ledger keeps them: whole ten-thousandths, because its columns have four decimals. */
export type Units = bigint;

const decimals = 4;

/** Takes what matches FSPIOP's Amount; a RangeError when there are more decimals than the ledger keeps. */
export function toUnits(amount: string): Units {
  const [whole = '0', fraction = ''] = amount.split('.');
  if (fraction.length > decimals)
    throw new RangeError(`${amount} has more than ${decimals} decimals`);
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

export function fromUnits(units: Units): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
