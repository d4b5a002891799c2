import type { Callback } from '../../kit/real/scheme';

/** The DFSPs of one run. Their names at the switch are unique to the run: a real switch forgets nobody. */

export interface Dfsp {
  /** The section `mojaloop` of the tenant's file, besides the switch's address. */
  readonly mojaloop?: object;
  /** Its timers, where they are not those of all. */
  readonly timers?: object;
  /** Its transfers go to the switch through a valve that a scenario may shut. */
  readonly hasValve?: boolean;
  /** Nobody listens at the address of its Fineract. */
  readonly fineractIsDown?: boolean;
  /** Its Fineract stands behind a door that can hang. */
  readonly hasFineractDoor?: boolean;
  /** Its app hears outcomes through a door that can hang. */
  readonly hasAppDoor?: boolean;
  /** Callbacks that the switch cannot deliver, because nobody listens at their address. */
  readonly deaf?: readonly Callback[];
  /** It quotes half as much again as it was asked for. */
  readonly isDear?: boolean;
  /** Its transfers go through a door that can hold them up. */
  readonly throughLateDoor?: boolean;
  /** Callbacks that go to a process of the hub of their own, which a scenario may kill. */
  readonly atOtherDoor?: readonly Callback[];
}

export const dfsps = {
  lion: {},
  /** Speaks FSPIOP 2.0, and gives its customers little time to decide. */
  leopard: {
    mojaloop: { version: '2.0' },
    timers: { payerDecision: 'PT3S' },
    throughLateDoor: true,
  },
  buffalo: {},
  /** Trusts the switch: answers COMMITTED and gets no PATCH. */
  crane: { mojaloop: { transferAnswer: 'COMMITTED' } },
  /** Its prices hold for three seconds. */
  swift: { mojaloop: { quoteExpiryMs: 3_000 } },
  /** Its transfers may come late to the switch: it does not wait for an answer for long. */
  tortoise: {
    mojaloop: { requestTimeoutMs: 1_000 },
    timers: { transferExpiry: 'PT25S', transferAnswer: 'PT30S' },
    throughLateDoor: true,
  },
  /** Goes on by itself so late that an operator comes first. */
  zebra: {
    atOtherDoor: ['TRANSFER_PUT'],
    timers: { askTransferState: 'PT20S' },
    mojaloop: { payeeTimers: { transferConfirmation: 'PT5S', askTransferState: 'PT20S' } },
  },
  pelican: { hasValve: true },
  hyena: { deaf: ['TRANSFER_POST'] },
  stork: { fineractIsDown: true },
  peacock: { isDear: true },
  heron: { hasFineractDoor: true },
  /** Takes no part in a payment that is looked at: it only disturbs others. */
  sloth: { hasFineractDoor: true, hasAppDoor: true },
  owl: { deaf: ['QUOTES'] },
  /** What its customers ask for must be paid in eight seconds. */
  quail: { timers: { requestToPay: 'PT8S' } },
  /** Hears nothing of the requests to pay that its customers make. */
  mole: { deaf: ['TRX_REQ_SERVICE'] },
  /** Answers what it was not asked. */
  jackal: {},
  /** A member of the scheme that is down altogether. */
  ghost: { deaf: ['PARTIES_GET', 'QUOTES', 'TRANSFER_POST', 'TRANSFER_PUT', 'TRX_REQ_SERVICE'] },
} as const satisfies Record<string, Dfsp>;

export type DfspName = keyof typeof dfsps;
export const dfspNames = Object.keys(dfsps) as DfspName[];
/** At the switch, and of the hub's tenant. */
export const fspIdOf = (name: DfspName, run: string): string => `${name}-${run}`;

/** Short, so that a run is quick, and long enough for a busy machine. */
export const timers = {
  partyLookup: 'PT10S',
  quote: 'PT10S',
  payerDecision: 'PT2M',
  transferExpiry: 'PT8S',
  transferAnswer: 'PT12S',
  /** A real switch looks for expired transfers every 15 s. */
  switchSweep: 'PT20S',
  askTransferState: 'PT2S',
};

export const payeeTimers = { transferConfirmation: 'PT5S', askTransferState: 'PT2S' };
