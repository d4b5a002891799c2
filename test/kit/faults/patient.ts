import type { EngineRecord } from '../real-engine/record-stream';
import type { Payment } from './payments';
import type { World } from './world';

/** The longest pause of a tenant that sets none (`operatorPauseMax`). */
const longestPauseMs = 15 * 60_000;
const longestPause = JSON.stringify('PT15M');
/** Pauses double from 10 s on; that a pause is over and that its question has no answer may take two moves of the clock. */
const movesMax = 20;

/**
 * What waits for a person is tried again by itself, ever more seldom. Lets time pass until that happens as seldom as it
 * ever does, and nothing is being tried: then a person has the longest pause to decide in, by the machine's own clock too.
 */
export async function becomePatient(
  world: World,
  payments: readonly [Payment, ...Payment[]],
): Promise<void> {
  for (let moves = 0; !payments.every((one) => isPatient(world.engineRecords, one)); moves += 1) {
    if (moves >= movesMax) {
      throw new Error(`tried too often still after ${movesMax} moves of the clock by 15 minutes`);
    }
    await world.time.pass(longestPauseMs);
  }
  // For the answer to the last question not to come.
  await world.time.pass(15_000);
}

function isPatient(records: readonly EngineRecord[], { transferId }: Payment): boolean {
  const isVariable = (record: EngineRecord, name: string, value: string) =>
    record.valueType === 'VARIABLE' && record.value.name === name && record.value.value === value;
  const ofPayment = new Set(
    records
      .filter((one) => isVariable(one, 'transferId', JSON.stringify(transferId)))
      .map(({ value }) => value.processInstanceKey),
  );
  return records.some(
    (one) =>
      isVariable(one, 'operatorPause', longestPause) && ofPayment.has(one.value.processInstanceKey),
  );
}
