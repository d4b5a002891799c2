import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { found, type Check, type Finding } from '../check';
import { journalTopic, type JournalSettings } from '../contracts/message-journal';
import { kafkaChecks } from '../doors/kafka/check';
import type { KafkaDoor } from '../doors/kafka/kafka-door';

/** Payments are made without it: what is wrong is a warning. */
export function journalChecks(settings: JournalSettings, kafka: KafkaDoor): Check[] {
  const topic = journalTopic(settings);
  const checks = kafkaChecks(kafka, { own: [topic] });
  return [
    ...checks.map((check) => ({
      ...check,
      what: check.what === 'Kafka' ? 'Kafka, for the message journal' : check.what,
      run: async () => asWarning(await check.run()),
    })),
    { what: 'the folder of the message journal', run: () => folderFinding(settings) },
  ];
}

function asWarning(finding: Finding): Finding {
  return finding.status === 'fail' ? { ...finding, status: 'warn' } : finding;
}

async function folderFinding({
  MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder,
}: JournalSettings): Promise<Finding> {
  const whole = resolve(folder);
  if (await isWritable(whole)) return found.ok(`${whole} can be written to`);
  // The role makes it.
  if ((await isThere(whole)) || !(await isWritable(dirname(whole)))) {
    return found.warn(
      `${whole} cannot be written to: no message is kept`,
      'Set MESSAGE_JOURNAL_SPOOL_DIRECTORY to a folder on a disk that outlives the process.',
    );
  }
  return found.ok(`${whole} is made when the role starts`);
}

const isWritable = (path: string) => may(path, constants.W_OK | constants.X_OK);
const isThere = (path: string) => may(path, constants.F_OK);

function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
