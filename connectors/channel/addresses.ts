import { useCases, type UseCaseName } from '../common/contracts/use-cases';

export const allUseCases = Object.keys(useCases) as UseCaseName[];

/** What the payer's channel asks for, and goes the way of any payment. */
export const payersUseCases = allUseCases.filter(
  (name) => useCases[name].diagram === 'payer-transfer',
);

/** What stands behind `/channel/` in the addresses at which it asks. */
export const payersResources: readonly string[] = [
  ...new Set(payersUseCases.map((name) => useCases[name].resource)),
];

/** What the payee's channel asks for. */
export const payeesUseCases = allUseCases.filter(
  (name) => useCases[name].diagram === 'payee-request-to-pay',
);

export const payeesResources: readonly string[] = [
  ...new Set(payeesUseCases.map((name) => useCases[name].resource)),
];

export function useCasesOf(resource: string): readonly UseCaseName[] {
  return allUseCases.filter((name) => useCases[name].resource === resource);
}

export function payersUseCasesOf(resource: string): readonly UseCaseName[] {
  return payersUseCases.filter((name) => useCases[name].resource === resource);
}

/** Of a payment by its `origin`. One that no table knows has told a channel all the same: it is looked at as a transfer. */
export function resourceOf(origin: string): string {
  const known: Readonly<Record<string, { readonly resource: string } | undefined>> = useCases;
  return (Object.hasOwn(known, origin) ? known[origin] : undefined)?.resource ?? 'transfer';
}

export function addressOf(resource: string, transactionId: string): string {
  return `/channel/${resource}/${transactionId}`;
}
