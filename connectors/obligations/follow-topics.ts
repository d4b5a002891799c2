/** Follows entries, closed cycles and answers, and has each instance check what another has closed. */
import { acknowledgementSchema, closedCycleSchema } from '../common/contracts/fee-cycles';
import { feeEntriesTopic } from '../common/contracts/fee-topics';
import { parseJson } from '../common/json';
import type {
  Following,
  KafkaDoor,
  KafkaRecord,
  TopicSettings,
} from '../common/doors/kafka/kafka-door';
import type { Logger } from '../common/runtime';
import type { Answers } from './answers';
import type { SetAsideLog } from './set-aside-log';
import type { ChangeSignal } from './change-signal';
import type { Ledger } from './ledger';
import type { ObligationsMetrics } from './metrics';
import { readSinceMs } from './read-entry';
import { differencesOf } from './replay';
import type { ObligationsSettings, ObligationsTopicsSettings } from './settings';
import { feeAcknowledgementsTopic, feeCyclesTopic } from './topics';

interface Followed {
  readonly log: Logger;
  readonly metrics: ObligationsMetrics;
  readonly kafka: KafkaDoor;
  readonly ledger: Ledger;
  readonly setAsideLog: SetAsideLog;
  readonly answers: Answers;
  readonly applied: ChangeSignal;
}

/** Those that the role makes where they are not there yet. */
export function ownTopics(settings: ObligationsTopicsSettings): TopicSettings[] {
  return [
    feeEntriesTopic(settings.FEE_ENTRIES_TOPIC),
    feeCyclesTopic(settings.FEE_CYCLES_TOPIC),
    feeAcknowledgementsTopic(settings.FEE_ACKNOWLEDGEMENTS_TOPIC),
  ];
}

/** Cycles first: in which cycle an entry counts depends on those that have closed. */
export async function followTopics(
  followed: Followed,
  settings: ObligationsSettings,
): Promise<readonly Following[]> {
  const { kafka, ledger, answers, applied, log } = followed;
  const entriesTopic = settings.FEE_ENTRIES_TOPIC;
  const cyclesTopic = settings.FEE_CYCLES_TOPIC;
  const answersTopic = settings.FEE_ACKNOWLEDGEMENTS_TOPIC;
  await kafka.ensureTopics(ownTopics(settings));
  const moved = (): void => applied.fire();
  const cycles = await kafka.follow({
    topic: cyclesTopic,
    apply: (records) => takeCycles(records, followed),
    moved,
  });
  const said = await kafka.follow({
    topic: answersTopic,
    apply: (records) => {
      for (const { value, offset } of records) {
        const answer = acknowledgementSchema.safeParse(parseJson(value ?? ''));
        if (answer.success) answers.take(answer.data);
        else log.error({ offset }, 'an answer of a participant cannot be read and does not count');
      }
    },
  });
  const open = ledger.closed.firstOpen();
  const ends = await kafka.endOffsets(entriesTopic);
  const entries = await kafka.follow({
    topic: entriesTopic,
    ...(open && { sinceMs: readSinceMs(open.fromMs, settings.FEE_HORIZON) }),
    apply: (records) => {
      for (const record of records) takeEntry(record, followed);
    },
    moved: (partition, toOffset) => {
      ledger.reach(partition, toOffset);
      compareSettled(followed);
      applied.fire();
    },
  });
  for (const [partition, end] of ends) ledger.reach(partition, end);
  return [cycles, said, entries];
}

function takeCycles(records: readonly KafkaRecord[], followed: Followed): void {
  const { ledger, log } = followed;
  for (const { value, offset, timestampMs } of records) {
    const json = parseJson(value ?? '');
    const cycle = closedCycleSchema.safeParse(json);
    if (!cycle.success) {
      requireThisFormat(json);
      log.error({ offset }, 'ALARM: the topic of cycles holds what is no cycle: it does not count');
      continue;
    }
    const { cycleId, hash } = cycle.data;
    const verdict = ledger.close(cycle.data, timestampMs);
    if (verdict === 'stands') log.info({ cycleId, hash, offset }, 'cycle closed');
    else if (verdict === 'another-stands') log.info({ cycleId, hash, offset }, 'closed already');
    else log.error({ cycleId, hash, offset }, 'ALARM: a closed cycle is wrong: it does not count');
  }
  compareSettled(followed);
}

/** What a newer version has closed must not be closed again by this one. */
function requireThisFormat(json: unknown): void {
  const isNewer =
    typeof json === 'object' && json !== null && 'format' in json && json.format !== 1;
  if (isNewer)
    throw new Error('a newer version of the hub closes cycles: this one must be replaced');
}

/** Each instance counts for itself, and holds it against what one of them has published. */
function compareSettled({ ledger, log }: Followed): void {
  for (const { published, counted } of ledger.settled()) {
    const differences = differencesOf(published, counted);
    if (differences.length === 0) continue;
    const { cycleId } = published;
    log.error({ cycleId, differences }, 'ALARM: a closed cycle differs from what is counted here');
  }
}

function takeEntry(record: KafkaRecord, { ledger, setAsideLog, log, metrics }: Followed): void {
  const classified = ledger.take(record);
  metrics.entry(classified.kind);
  if (classified.kind === 'counted') return;
  setAsideLog.add(classified, record);
  if (classified.kind === 'duplicate') return;
  const { kind: outcome, problem, entryId } = classified;
  const { partition, offset } = record;
  log.error({ outcome, problem, entryId, partition, offset }, 'ALARM: a ledger entry is set aside');
}
