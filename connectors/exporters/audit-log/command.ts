/** `hub audit ...` */
import { Command } from 'commander';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { readTextFile } from '../../common/utf8';
import { provePayment, readKeys, verifyAll, type Source, type Verified } from './audit';
import { checkEvidence } from './evidence';
import { readPack, writePack } from './evidence-pack';
import { LogSpoilt } from './log-files';
import type { NoteSigner } from './note';
import { verifierKeyOf } from './note';

export interface AuditCommandDeps {
  readonly connect: () => Source;
  /** Of each partition. */
  readonly signers: (partitions: number) => readonly NoteSigner[];
}

const differencesShown = 20;

export function auditCommand(terminal: Terminal, deps: AuditCommandDeps): Command {
  const command = new Command('audit').description(
    'proves that what an engine has exported is all there, and as it was',
  );
  command.addCommand(keysCommand(terminal, deps));
  command.addCommand(verifyCommand(terminal, deps));
  command.addCommand(proveCommand(terminal, deps));
  command.addCommand(checkCommand(terminal));
  return command;
}

function keysCommand(terminal: Terminal, { signers }: AuditCommandDeps): Command {
  return new Command('keys')
    .description('prints the keys by which others check the logs; needs the key that signs them')
    .option('--partitions <count>', 'of the engine', '3')
    .action(({ partitions }: { partitions: string }) => {
      // Those before it are with whoever checks: they were given them.
      for (const signer of signers(Number(partitions))) terminal.out(`${verifierKeyOf(signer)}\n`);
    });
}

interface VerifyOptions {
  readonly keys: string;
  readonly checkpoint: readonly string[];
}

const collect = (one: string, others: readonly string[]): readonly string[] => [...others, one];

function verifyCommand(terminal: Terminal, deps: AuditCommandDeps): Command {
  return new Command('verify')
    .description('looks for records that were removed, changed, inserted or reordered since')
    .requiredOption('--keys <file>', 'the keys of the logs, as they were given when these began')
    .option('--checkpoint <file>', 'one that was kept elsewhere; any number', collect, [])
    .action(({ keys, checkpoint }: VerifyOptions) =>
      attemptAudit(terminal, () =>
        withSource(deps, async (source) => {
          const verifiers = readKeys(keys);
          const kept = checkpoint.map(readTextFile);
          const all = await verifyAll(source, verifiers, kept);
          if (all.length === 0) throw new CannotRun('the engine has written nothing yet');
          for (const verified of all) {
            terminal.out(textOf(verified));
            const { log, records } = verified;
            if (log.wrong.length + records.differences.length > 0) terminal.exitCode(1);
          }
        }),
      ),
    );
}

function textOf({ origin, size, log, records, unopened }: Verified): string {
  const { differences, compared, repetitions, noLongerKept, newer } = records;
  const lines = [
    `${origin}: ${size} records, and ${log.earlier} earlier checkpoints`,
    ...log.wrong.map((what) => `  WRONG: ${what}`),
    `  on Kafka ${compared} of them and ${repetitions} repetitions; ${noLongerKept} it keeps no longer, ${newer} are not signed yet`,
    ...differences
      .slice(0, differencesShown)
      .map(({ what, key }) => `  ${what.toUpperCase()}: ${key}`),
  ];
  if (unopened > 0) {
    lines.push(
      `  ${unopened} checkpoints on Kafka are signed by none of these keys: they were not held to it`,
    );
  }
  const more = differences.length - differencesShown;
  if (more > 0) lines.push(`  and ${more} more`);
  if (log.wrong.length + differences.length === 0) {
    lines.push('  nothing was removed, changed, inserted or reordered');
  }
  return `${lines.join('\n')}\n`;
}

interface ProveOptions {
  readonly keys: string;
  readonly out?: string;
}

function proveCommand(terminal: Terminal, deps: AuditCommandDeps): Command {
  return new Command('prove')
    .description('writes the records of a payment, with what proves each of them to a third party')
    .argument('<transactionId>')
    .requiredOption('--keys <file>', 'the keys of the logs')
    .option('--out <folder>', 'where to; default `evidence-<transactionId>`')
    .action((transactionId: string, { keys, out }: ProveOptions) =>
      attemptAudit(terminal, () =>
        withSource(deps, async (source) => {
          const { evidence, unproven } = await provePayment(source, transactionId, readKeys(keys));
          for (const what of unproven) terminal.err(`${what}\n`);
          if (unproven.length > 0) terminal.exitCode(1);
          if (evidence.length === 0) {
            throw new CannotRun(`no record of ${transactionId} is on Kafka and in the log`);
          }
          const folder = out ?? `evidence-${transactionId}`;
          writePack(folder, `payment ${transactionId}`, evidence);
          terminal.out(`${folder}: ${evidence.length} records of ${transactionId}, each proven\n`);
        }),
      ),
    );
}

function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('checks evidence that "hub audit prove" has written; needs nothing else')
    .argument('<folder>')
    .requiredOption('--keys <file>', 'the keys of the logs, as they were given when these began')
    .action((folder: string, { keys }: { keys: string }) =>
      attemptAudit(terminal, () => {
        const verifiers = readKeys(keys);
        const all = readPack(folder);
        const wrong = all.flatMap((evidence) => {
          // Any of the keys: which log it is of stands in what is signed.
          const found = verifiers.map((verifier) => checkEvidence(evidence, verifier));
          if (found.includes(undefined)) return [];
          // That of the key that has signed it says more than that others have not.
          const said = found.find((one) => !/not signed by/.test(one ?? '')) ?? found[0];
          return [said ?? `${evidence.key}: no key was given`];
        });
        for (const what of wrong) terminal.err(`${what}\n`);
        if (wrong.length > 0) terminal.exitCode(1);
        terminal.out(`${all.length - wrong.length} of ${all.length} records are proven\n`);
        return Promise.resolve();
      }),
    );
}

function attemptAudit(terminal: Terminal, action: () => Promise<void>): Promise<void> {
  return attempt(terminal, action, (error) => error instanceof LogSpoilt);
}

async function withSource(
  { connect }: AuditCommandDeps,
  use: (source: Source) => Promise<void>,
): Promise<void> {
  const source = connect();
  try {
    await use(source);
  } finally {
    await source.kafka.close();
  }
}
