/** Who owes whom for what: each distinct one is known by a small number, since there are few of them. */
import type { FeeEntry } from '../common/contracts/fees';

export type Flow = Pick<FeeEntry, 'currency' | 'ledgerEntryType' | 'debtor' | 'creditor'>;

export class Flows {
  private readonly numbers = new Map<string, number>();
  private readonly flows: Flow[] = [];

  numberOf({ currency, ledgerEntryType, debtor, creditor }: Flow): number {
    // As JSON, so that no two different lists of names look the same.
    const key = JSON.stringify([currency, ledgerEntryType, debtor, creditor]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.flows.push({ currency, ledgerEntryType, debtor, creditor }) - 1;
    this.numbers.set(key, number);
    return number;
  }

  at(number: number): Flow {
    const flow = this.flows[number];
    if (flow === undefined) throw new RangeError(`There is no flow ${number}`);
    return flow;
  }
}
