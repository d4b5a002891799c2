/** Zeebe's own backups: taken while a broker works, and brought back by the program that comes with it. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startProcess, type ProcessDefinition } from './processes';

export const brokerClass = 'io.camunda.zeebe.broker.StandaloneBroker';
const restoreClass = 'io.camunda.zeebe.restore.RestoreApp';
const patienceMs = 120_000;
const pollMs = 200;

const backupSchema = z.object({ state: z.string() });

/** Exporting is paused meanwhile, as Camunda's guide has it: what is exported must not be deleted before it is copied. */
export async function takeBackup(managementAddress: string, backupId: number): Promise<void> {
  const call = (method: 'GET' | 'POST', path: string, body?: object): Promise<Response> =>
    fetch(`${managementAddress}/actuator/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  await taken(await call('POST', 'exporting/pause?soft=true'));
  try {
    await taken(await call('POST', 'backups', { backupId }));
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      await sleep(pollMs);
      const answer = await call('GET', `backups/${backupId}`);
      // It has been asked for, and has not begun.
      if (answer.status === 404) continue;
      const { state } = backupSchema.parse(await (await taken(answer)).json());
      if (state === 'COMPLETED') return;
      if (state === 'FAILED') break;
    }
    throw new Error(`the backup ${backupId} was not made`);
  } finally {
    await taken(await call('POST', 'exporting/resume'));
  }
}

async function taken(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  throw new Error(`${answer.url} answers ${answer.status}: ${await answer.text()}`);
}

/** @param broker what runs it: the program is told the same */
export async function restoreBackup(
  broker: ProcessDefinition,
  { data, backupId }: { readonly data: string; readonly backupId: number },
): Promise<void> {
  // It brings back into nothing but an empty folder.
  rmSync(data, { recursive: true, force: true });
  const logFile = `${broker.logFile}.restore`;
  const program = await startProcess({
    ...broker,
    name: 'zeebe-restore',
    args: [
      ...broker.args.map((arg) => (arg === brokerClass ? restoreClass : arg)),
      `--backupId=${backupId}`,
    ],
    logFile,
    readiness: 'at-once',
  });
  const { code, signal } = await program.exited;
  if (code !== 0) throw new Error(`the restore failed (${signal ?? code}): ${logFile}`);
}
