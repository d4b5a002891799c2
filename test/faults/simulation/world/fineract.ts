/** A DFSP's Fineract: the simulator's own state machine, with what goes wrong in it. */
import type { HttpRequest, HttpResponse } from '../../../../connectors/common/runtime';
import { Bank } from '../../../simulators/fineract/http/bank';
import { control, type TenantState } from '../../../simulators/fineract/http/control';
import { answerAsFineract } from '../../../simulators/fineract/http/fineract';
import type { FaultSeed, TenantSeed } from '../../../simulators/fineract/control-client';
import type { SimulatedClock } from '../time/scheduler';
import type { FaultKind } from './faults';
import { lowerCase } from './headers';
import type { Surroundings } from './surroundings';

const faultsOfCommands = {
  'fineract-fails': 'fail-before-commit',
  'fineract-crashes': 'crash-before-commit',
  'fineract-conflict': 'conflict',
  'fineract-busy': 'in-progress',
} as const satisfies Partial<Record<FaultKind, FaultSeed['kind']>>;
const commandFaults = Object.keys(faultsOfCommands) as (keyof typeof faultsOfCommands)[];

export class SimulatedFineract {
  private readonly bank: Bank;

  constructor(
    private readonly seed: TenantSeed & { readonly tenant: string },
    clock: SimulatedClock,
    private readonly around: Surroundings,
  ) {
    this.bank = new Bank(clock.now, [seed]);
  }

  async answer({
    method,
    url,
    headers,
    body = '',
  }: HttpRequest): Promise<HttpResponse | undefined> {
    const { faults, tell } = this.around;
    const { tenant } = this.seed;
    const parsed = new URL(url);
    const where = `${tenant}'s Fineract ${method} ${parsed.pathname}${parsed.search}`;
    const isCommand =
      parsed.pathname.includes('/transfers') || parsed.search.includes('command=reverse');
    const fault = isCommand ? faults.oneOf(where, commandFaults) : undefined;
    if (fault !== undefined) this.bank.faults.add({ kind: faultsOfCommands[fault], count: 1 });
    const received = { method, url: parsed, headers: lowerCase(headers), body };
    const outcome = await answerAsFineract(this.bank, received);
    this.bank.faults.clear();
    const told = outcome === undefined ? 'no answer' : `${outcome.status} ${outcome.body ?? ''}`;
    tell(() => `${where} ${body.slice(0, 200)} -> ${fault ?? ''} ${told.slice(0, 160)}`);
    if (outcome === undefined) return undefined;
    const { status, body: answer = '', servedFromCache = false } = outcome;
    const headersOfAnswer = { 'x-served-from-cache': String(servedFromCache) };
    return { status, headers: headersOfAnswer, body: answer };
  }

  state(): TenantState {
    return this.tell('GET', 'state') as TenantState;
  }

  block(accountId: string, subStatus: 'BLOCK' | 'BLOCK_CREDIT' | 'BLOCK_DEBIT' | 'NONE'): void {
    this.tell('PUT', 'account', { accountId, subStatus });
  }

  private tell(method: string, path: string, body?: object): unknown {
    const { tenant } = this.seed;
    const query = new URLSearchParams({ tenant });
    return control(this.bank, method, path, query, body && { tenant, ...body });
  }
}
