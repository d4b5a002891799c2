import type { Chance } from '../time/chance';

/** Everything that goes wrong, and how it is told in a story. */
export const faultKinds = {
  'request-lost': 'the request never arrives',
  'request-late': 'the request arrives long after its sender has given up',
  'request-twice': 'the request arrives twice',
  'answer-lost': 'the request is carried out, its answer is lost',
  'answer-late': 'the answer comes too late',
  'not-reached': 'the connection is refused',
  'server-error': 'a gateway in front of the peer answers 503',
  'process-dies-before': 'the process dies before it asks',
  'process-dies-after': 'the process dies when it has asked',
  'fineract-fails': 'Fineract answers 500, keeps it, and has done nothing',
  'fineract-crashes': 'Fineract dies over it, has done nothing, and says "in progress" for ever',
  'fineract-conflict': 'Fineract answers 409 and keeps it',
  'fineract-busy': 'Fineract says "in progress" while it does it',
  'switch-forgets': 'the switch accepts it and does nothing',
  'callback-lost': 'the callback never arrives',
  'callback-late': 'the callback comes late',
  'callback-twice': 'the callback comes once more, later',
  'callback-answer-lost': 'the callback is taken, but the switch does not learn it',
  'job-lost': 'the engine gives the job to a process that is not there any more',
  'job-twice': 'a second process carries the job out too',
  outage: 'a peer, or a part of it, is away for a while',
  'clock-jumps': 'a clock jumps forward',
  'account-blocked': 'an account is blocked, and opened again later',
  'stranger-speaks': 'somebody who was not asked sends an answer',
  'operator-decides': 'an operator decides',
  'operator-is-rash': 'an operator has the payee credited, whatever the switch will say',
  'operator-errs': 'an operator decides what is not open to decide',
  'app-repeats': 'the app sends its request again',
} as const;
export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  /** The same in every run of the seed: what is left out when a run is shrunk. */
  readonly id: string;
  readonly kind: FaultKind;
  readonly where: string;
}

export type FaultRates = Readonly<Partial<Record<FaultKind, number>>>;

/** Decides, by seed, what goes wrong. */
export class Faults {
  readonly fired: Fault[] = [];
  private readonly counts = new Map<string, number>();
  private areOver = false;

  constructor(
    private readonly chance: Chance,
    private readonly rates: FaultRates,
    /** Only these may strike; all that chance brings without it. */
    private readonly allowed?: ReadonlySet<string>,
  ) {}

  /** From now on nothing goes wrong. What is on its way still comes. */
  end(): void {
    this.areOver = true;
  }

  strikes(kind: FaultKind, where: string): boolean {
    const rate = this.rates[kind];
    if (rate === undefined || this.areOver) return false;
    const name = `${kind} at ${where}`;
    return this.chance.fraction(name) < rate && this.happens(kind, where, name);
  }

  /** Without chance, unless it is left out of this run. */
  happens(kind: FaultKind, where: string, name = `${kind} at ${where}`): boolean {
    if (this.areOver) return false;
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    const id = `${name} #${count}`;
    if (this.allowed?.has(id) === false) return false;
    this.fired.push({ id, kind, where });
    return true;
  }

  /** The first of these that strikes. */
  oneOf<Kind extends FaultKind>(where: string, kinds: readonly Kind[]): Kind | undefined {
    return kinds.find((kind) => this.strikes(kind, where));
  }
}

/** Each schedule has some kinds of faults and not others, and of those it has many or few. */
export function ratesOf(chance: Chance): FaultRates {
  const level = chance.oneOf('how much goes wrong', [0.002, 0.01, 0.03, 0.1]);
  const share = chance.oneOf('how many kinds of faults', [0.1, 0.3, 0.6]);
  const kinds = (Object.keys(faultKinds) as FaultKind[]).filter(
    (kind) => chance.fraction(`is there ${kind}`) < (kind === 'outage' ? 0.6 : share),
  );
  return Object.fromEntries(kinds.map((kind) => [kind, ownRates[kind] ?? level]));
}

/** Of what has an occasion in each request there is little, of what has one in a payment much. */
const ownRates: FaultRates = {
  ...{ outage: 0.4, 'clock-jumps': 0.4, 'account-blocked': 0.4, 'app-repeats': 0.5 },
  ...{ 'operator-decides': 0.5, 'operator-errs': 0.5, 'stranger-speaks': 0.5 },
  'operator-is-rash': 0.5,
  ...{ 'process-dies-before': 0.02, 'process-dies-after': 0.02 },
  ...{ 'fineract-fails': 0.2, 'fineract-crashes': 0.1, 'fineract-conflict': 0.2 },
  ...{ 'fineract-busy': 0.2, 'switch-forgets': 0.1, 'callback-lost': 0.25 },
  ...{ 'callback-late': 0.2, 'callback-twice': 0.3, 'callback-answer-lost': 0.2 },
};
