/** `hub audit forget`: so that a person's name and number can be read nowhere any more. */
import { Command } from 'commander';
import type { PartyId } from '../../common/contracts/fspiop';
import { createPersonTokens } from '../../common/contracts/person-tokens';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import type { Clock } from '../../common/runtime';
import { parsedParty } from '../indexer/find-command';
import {
  forget,
  letGo,
  planFor,
  stillReading,
  type ForgettingDeps,
  type Places,
  type Plan,
} from './forget';

export interface ForgettingSource extends Omit<ForgettingDeps, 'tokens'> {
  readonly places: Places;
  /** PAYMENT_EVENTS_PERSON_SECRET */
  readonly secret: string | undefined;
  /** Up to where the audit log of a partition has signed. @throws CannotRun where it is not known where that is */
  readonly loggedBefore: (partition: number) => number;
  readonly recordsKeptMs: number;
  readonly clock: Clock;
}

interface Options {
  readonly yes?: true;
  readonly now?: true;
  readonly auditLog: boolean;
  readonly reader: readonly string[];
}

const collect = (one: string, others: readonly string[]): readonly string[] => [...others, one];

export function forgetCommand(terminal: Terminal, connect: () => ForgettingSource): Command {
  return new Command('forget')
    .description("makes a person's name and number unreadable, and says what that means first")
    .argument('<tenant>', 'the DFSP, as the hub calls it')
    .argument('<party>', 'such as MSISDN/255700000002', parsedParty)
    .option('--yes', 'do it; else it is only told')
    .option(
      '--now',
      "let the engine's records go too, before their time: those of others with them",
    )
    .option('--no-audit-log', 'no audit log is kept of this engine')
    .option('--reader <group>', "a further group that reads the engine's records", collect, [])
    .action((tenant: string, party: PartyId, options: Options) =>
      attempt(terminal, async () => {
        const source = connect();
        try {
          await run(terminal, source, { tenant, party }, options);
        } finally {
          await source.kafka.close();
          await source.elasticsearch.close();
        }
      }),
    );
}

async function run(
  terminal: Terminal,
  source: ForgettingSource,
  person: { readonly tenant: string; readonly party: PartyId },
  { yes, now, auditLog, reader }: Options,
): Promise<void> {
  const { secret, kafka } = source;
  if (secret === undefined) {
    throw new CannotRun(
      'set PAYMENT_EVENTS_PERSON_SECRET to that of the role payment-events: without it nobody is found by a number',
    );
  }
  const deps = { ...source, tokens: createPersonTokens(secret) };
  const { readersOfRecords } = source.places;
  const places = { ...source.places, readersOfRecords: [...readersOfRecords, ...reader] };
  const plan = await planFor(deps, places, person);
  for (const line of linesOf(plan, source.recordsKeptMs, now === true)) terminal.out(`${line}\n`);
  if (yes !== true) {
    terminal.out('Nothing was done: say --yes.\n');
    return;
  }
  if (now === true) {
    const logged = auditLog ? source.loggedBefore : undefined;
    const behind = await stillReading(kafka, places, plan.records, logged);
    if (behind.length > 0) {
      throw new CannotRun(
        `Nothing was done: these have not read all that would be let go: ${behind.join('; ')}. Wait for them, or leave --now out`,
      );
    }
  }
  await forget(deps, places, person, plan, source.clock.now());
  if (now === true) await letGo(kafka, places, plan.records);
  terminal.out('Done. Done again it finds nothing, once Kafka has compacted the journal.\n');
}

function linesOf({ payments, messages, records }: Plan, keptMs: number, now: boolean): string[] {
  const lines = [
    `${payments.length} payments can no longer be found by the number`,
    `${messages.length} messages of the journal are deleted; Kafka has them until it compacts the topic, within some 30 hours`,
  ];
  for (const [partition, { ofPerson, ofOthers, lastAtMs }] of records) {
    const until = new Date(lastAtMs + keptMs).toISOString();
    lines.push(
      now
        ? `partition ${partition} of the engine's records: ${ofPerson} records are let go, and ${ofOthers} of others that stand before the last of them: those can be proven by their evidence packs only`
        : `partition ${partition} of the engine's records: ${ofPerson} records stand there until ${until} (ENGINE_RECORDS_RETENTION); --now lets them go today`,
    );
  }
  return lines;
}
