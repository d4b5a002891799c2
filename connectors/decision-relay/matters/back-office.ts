import {
  backOfficeSchema,
  lookEveryMs,
  lookKey,
  matterKey,
  type Look,
  type Matter,
} from '../../common/contracts/back-office';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Clock, OpenJobs } from '../../common/runtime';
import type { IncidentBook } from '../incidents/incident-book';
import { readWaiting, type Waiting } from '../waiting/waiting-payment';
import { newOrChanged, settled } from './changes';
import type { KnownMatters } from '../../common/contracts/known-matters';
import { incidentMatter, paymentMatter, type JobInputs } from './matter-of';

export interface BackOfficeDeps {
  readonly kafka: Pick<KafkaDoor, 'publish'>;
  readonly openJobs: OpenJobs;
  readonly clock: Clock;
  readonly known: KnownMatters;
  /** Resolves once `known` is what the topic says. */
  readonly catchUp: () => Promise<void>;
  readonly topic: string;
  readonly jobInputs: JobInputs;
  /** Of the process that keeps them; undefined where others do. */
  readonly incidents: (() => IncidentBook) | undefined;
}

const hasLooked: Look = { kind: 'look', version: 1 };

/** A process that tries by itself is not there for a moment, and is expected back. */
const looksMissedMax = 2;

/** Tells the back office what waits for a person and what waits no more. Tells nothing twice that is so already. */
export class BackOffice {
  private toldLookMs = -Infinity;
  private readonly missed = new Map<string, number>();

  constructor(private readonly deps: BackOfficeDeps) {}

  async tell(look: Waiting): Promise<void> {
    const { clock, known, kafka, topic } = this.deps;
    await this.deps.catchUp();
    const nowMs = clock.now();
    const payments = look.payments.map((payment) => paymentMatter(payment, nowMs));
    const told = [
      ...newOrChanged([...payments, ...this.openIncidents(nowMs)], (key) => known.of(key), nowMs),
      ...(await this.gonePayments(look)).map((matter) => settled(matter, nowMs)),
      ...this.goneIncidents().map((matter) => settled(matter, nowMs)),
    ];
    const records = told.map((matter) => ({
      topic,
      key: matterKey(matter),
      value: JSON.stringify(backOfficeSchema.parse(matter)),
    }));
    const isLookDue = nowMs - this.toldLookMs >= lookEveryMs;
    if (isLookDue) records.push({ topic, key: lookKey, value: JSON.stringify(hasLooked) });
    if (records.length === 0) return;
    await kafka.publish(records);
    if (isLookDue) this.toldLookMs = nowMs;
  }

  private openIncidents(nowMs: number): Matter[] {
    const incidents = this.deps.incidents?.().incidents ?? [];
    return incidents.map((one) => incidentMatter(one, this.deps.jobInputs, nowMs));
  }

  private async gonePayments(look: Waiting): Promise<Matter[]> {
    const there = new Set(
      look.payments.map((payment) => matterKey({ kind: 'payment', ...payment })),
    );
    const gone = this.deps.known
      .waiting()
      .filter((matter) => matter.kind === 'payment' && !there.has(matterKey(matter)));
    for (const key of [...this.missed.keys()]) if (there.has(key)) this.missed.delete(key);
    const often = gone.filter((matter) => {
      const looks = (this.missed.get(matterKey(matter)) ?? 0) + 1;
      this.missed.set(matterKey(matter), looks);
      return looks >= looksMissedMax;
    });
    // Of very many not all are seen.
    if (often.length === 0 || look.isCut) return [];
    const { payments } = await readWaiting(this.deps.openJobs, true);
    const still = new Set(payments.map((payment) => matterKey({ kind: 'payment', ...payment })));
    const settledNow = often.filter((matter) => !still.has(matterKey(matter)));
    for (const matter of settledNow) this.missed.delete(matterKey(matter));
    return settledNow;
  }

  /** The book knows all that opened since it was begun, unless they were too many. */
  private goneIncidents(): Matter[] {
    const book = this.deps.incidents?.();
    if (book === undefined || book.notKept > 0) return [];
    const open = new Set(book.incidents.map(({ key }) => key));
    return this.deps.known
      .waiting()
      .filter(
        (matter) =>
          matter.kind === 'incident' && !open.has(matter.incidentKey) && matter.since >= book.since,
      );
  }
}
