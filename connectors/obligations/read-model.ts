/** Answers to what is asked about obligations, out of what this instance knows. */
import type { FeeEntry } from '../common/contracts/fees';
import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import type { Clock } from '../common/runtime';
import { keyOf, refusalOf, refused, statementOf, type Answers } from './answers';
import type { SetAsideLog } from './set-aside-log';
import type { Closer } from './closer';
import { cutOf } from './closing';
import type { Ledger } from './ledger';
import type { Cycle, CycleEntry, CycleSummary, EntryFilter, Obligations } from './obligations';
import { recompute, replay, type EntriesTopic } from './replay';
import { classifierSettingsOf, type ObligationsSettings } from './settings';
import { cycleIdOf, type Window } from './windows';

interface Known {
  readonly clock: Pick<Clock, 'now'>;
  readonly kafka: Pick<KafkaDoor, 'publish' | 'read'>;
  readonly ledger: Ledger;
  readonly setAsideLog: SetAsideLog;
  readonly answers: Answers;
  readonly closer: Closer;
}

export function readModel(known: Known, settings: ObligationsSettings): Obligations {
  const { ledger, setAsideLog, answers, closer, kafka } = known;
  const { closed } = ledger;
  const source: EntriesTopic = {
    kafka,
    topic: settings.FEE_ENTRIES_TOPIC,
    classifier: classifierSettingsOf(settings),
    closed,
  };
  const cycle = (cycleId: string): Cycle | undefined => {
    const one = closed.find(cycleId);
    return one === undefined ? openCycle(ledger, cycleId) : { state: 'closed', ...one };
  };
  return {
    cycles: () => [
      ...closed.all().map((one) => summaryOf({ state: 'closed', ...one })),
      ...ledger.open().map((window) => summaryOf(openOf(ledger, window))),
    ],
    cycle,
    entries: (cycleId, filter = {}) => {
      const one = cycle(cycleId);
      if (one === undefined) return undefined;
      const cut = one.state === 'closed' ? cutOf(one) : ledger.cut();
      return listed(replay(source, Date.parse(one.from), cut), cycleId, filter);
    },
    setAside: () => setAsideLog.list(),
    close: (cycleId) => closer.close(cycleId),
    recompute: async (cycleId) => {
      const published = closed.find(cycleId);
      return published && recompute(source, published);
    },
    statement: (cycleId, dfspId) => {
      const one = closed.find(cycleId);
      return one && statementOf(one, dfspId);
    },
    answers: (cycleId) => {
      const one = closed.find(cycleId);
      return one && answers.of(one);
    },
    answer: answerTaker(known, settings.FEE_ACKNOWLEDGEMENTS_TOPIC),
  };
}

function answerTaker({ clock, kafka, ledger }: Known, topic: string): Obligations['answer'] {
  return async (said) => {
    const { cycleId } = said;
    const cycle = ledger.closed.find(cycleId);
    if (cycle === undefined) {
      return openCycle(ledger, cycleId) === undefined
        ? refused('unknown-cycle', (said) => said.noCycle(cycleId))
        : refused('not-closed', (said) => said.notClosedYet(cycleId));
    }
    const refusal = refusalOf(said, cycle);
    if (refusal !== undefined) return refusal;
    const answer = { ...said, at: new Date(clock.now()).toISOString() };
    await kafka.publish([{ topic, key: keyOf(answer), value: JSON.stringify(answer) }]);
    return { kind: 'taken', answer };
  };
}

function openCycle(ledger: Ledger, cycleId: string): Cycle | undefined {
  const window = ledger.open().find(({ fromMs }) => cycleIdOf(fromMs) === cycleId);
  return window && openOf(ledger, window);
}

function openOf(ledger: Ledger, { fromMs, toMs }: Window): Cycle {
  return {
    state: 'open',
    cycleId: cycleIdOf(fromMs),
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...ledger.figures(fromMs),
  };
}

function summaryOf({ cycleId, from, to, state, entries }: Cycle): CycleSummary {
  return { cycleId, from, to, state, entries };
}

async function* listed(
  replayed: AsyncIterable<CycleEntry>,
  cycleId: string,
  filter: EntryFilter,
): AsyncIterable<CycleEntry> {
  for await (const { entry, partition, offset, originCycleId } of replayed) {
    const isLate = originCycleId !== cycleId;
    if (!isWanted(entry, filter) || (filter.late ?? isLate) !== isLate) continue;
    yield { entry, partition, offset, originCycleId };
  }
}

function isWanted(entry: FeeEntry, filter: EntryFilter): boolean {
  const { dfspId, transactionId, ledgerEntryType, currency } = filter;
  return (
    (dfspId === undefined || entry.debtor === dfspId || entry.creditor === dfspId) &&
    (transactionId === undefined || entry.transactionId === transactionId) &&
    (ledgerEntryType === undefined || entry.ledgerEntryType === ledgerEntryType) &&
    (currency === undefined || entry.currency === currency)
  );
}
