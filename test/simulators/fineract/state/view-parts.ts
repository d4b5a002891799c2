import { currencyDecimals } from '../../../../connectors/common/money';
import type { Exact } from './decimal';
import { exact } from './json';
import type { Account } from './model';

export function flags(names: readonly string[], set: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(names.map((name) => [name, name === set]));
}

export function wasActive(account: Account): boolean {
  return account.status === 'ACTIVE' || account.status === 'CLOSED';
}

export function madeBy(step: string): Readonly<Record<string, string>> {
  return {
    [`${step}ByUsername`]: 'mifos',
    [`${step}ByFirstname`]: 'App',
    [`${step}ByLastname`]: 'Administrator',
  };
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

export function currencyView(code: string): object {
  const name = currencyNames.of(code) ?? code;
  return {
    code,
    name,
    decimalPlaces: currencyDecimals(code) ?? 2,
    inMultiplesOf: 0,
    nameCode: `currency.${code}`,
    displayLabel: `${name} [${code}]`,
  };
}

export function optional(amount: Exact | undefined): object | undefined {
  return amount === undefined ? undefined : exact(amount);
}

export function padded(id: number): string {
  return String(id).padStart(9, '0');
}
