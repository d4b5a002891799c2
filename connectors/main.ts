#!/usr/bin/env node
import { Argument, Command, InvalidArgumentError } from 'commander';
import { Registry } from 'prom-client';
import { z } from 'zod';
import packageJson from '../package.json';
import { systemClock, systemRandom } from './common/clock';
import { readEnvironment } from './common/config/environment';
import { ConfigurationError } from './common/config/problems';
import { environmentTable } from './common/config/reference';
import { deployCommand } from './common/diagrams/deploy-command';
import { kafkaEnvironment } from './common/doors/kafka/environment';
import { openKafka } from './common/doors/kafka/open-kafka';
import { createAxiosTransport } from './common/http/axios-transport';
import { doctorCommand } from './common/hub/doctor-command';
import { findParts } from './common/hub/find-parts';
import { newCommand } from './common/hub/new-worker';
import type { CommandContext } from './common/hub/part';
import { requireKnownSettings, settingsOf, tenantsOf } from './common/hub/read-configuration';
import { jobsOf } from './common/hub/jobs-of';
import { makeTopics, type MadeTopics } from './common/hub/own-topics';
import { isOfPayments, type Role } from './common/hub/role';
import { startHub } from './common/hub/start';
import { messageOf } from './common/message-of';
import { thereIsNo } from './common/nearest';
import { createLogger, loggingEnvironment } from './common/observability/logging';
import { CannotRun, type Terminal } from './common/terminal';
import { zeebeEnvironment } from './common/zeebe/environment';
import { GatewayError } from './common/zeebe/gateway';
import { connectZeebe } from './common/zeebe/zeebe-door';

const parts = findParts();
const allRoles = parts.flatMap(({ roles }) => roles);
const roleNames = allRoles.map(({ name }) => name);
const jobs = jobsOf(allRoles);

const program = new Command('hub')
  .description(
    'Payment Hub: connects a DFSP that keeps its accounts in Apache Fineract to a Mojaloop switch',
  )
  .version(packageJson.version)
  .hook('preAction', (_program, command) => {
    // Those tell them together with all else that is wrong.
    if (!['start', 'doctor'].includes(command.name())) requireKnownSettings(allRoles);
  });

program
  .command('start')
  .description('starts roles in this process and serves until SIGTERM')
  .addArgument(rolesArgument('<role...>'))
  .action(async (chosen: readonly Role[]) => {
    const hub = await startHub(chosen, allRoles);
    const stop = (): void => {
      hub.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });

function rolesArgument(name: string): Argument {
  const described = `${roleNames.join(', ')}, or all: those that need no Kafka`;
  return new Argument(name, described).argParser(collectRoles);
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exitCode: (code) => void (process.exitCode = code),
};
const context: CommandContext = {
  terminal,
  clock: systemClock,
  http: createAxiosTransport(),
  connect: connectEngine,
  tenants: (section) => tenantsOf(section, allRoles),
};

program.addCommand(doctorCommand(terminal, { argument: rolesArgument('[role...]'), allRoles }));
program.addCommand(deployCommand(terminal, { ...context, jobs, makeTopics: makeTopicsOfRoles }));

program.addCommand(newCommand(terminal, parts));

program
  .command('settings')
  .description('prints every setting of the environment as a Markdown table')
  .action(() => {
    process.stdout.write(`${environmentTable(settingsOf(allRoles))}\n`);
  });

for (const command of parts.flatMap(({ commands }) => commands?.(context) ?? [])) {
  program.addCommand(command);
}

/** Of all roles, whether they run here or elsewhere; nothing where there is no Kafka. */
async function makeTopicsOfRoles(): Promise<MadeTopics> {
  const brokers = readEnvironment(z.object({ KAFKA_BROKERS: z.string().optional() }));
  if (brokers.KAFKA_BROKERS === undefined) return { made: [], differing: [] };
  const log = createLogger(readEnvironment(loggingEnvironment).LOG_LEVEL);
  const deps = { clock: systemClock, random: systemRandom, log, metrics: new Registry() };
  const kafka = openKafka(readEnvironment(kafkaEnvironment), deps);
  try {
    return await makeTopics(
      kafka,
      allRoles.flatMap(({ topics = [] }) => topics),
    );
  } catch (error) {
    throw new CannotRun(`The topics could not be made at KAFKA_BROKERS: ${messageOf(error)}`);
  } finally {
    await kafka.close();
  }
}

/** For a command: a role connects by `startHub`. */
function connectEngine() {
  const log = createLogger(readEnvironment(loggingEnvironment).LOG_LEVEL);
  const settings = readEnvironment(zeebeEnvironment);
  const deps = { clock: systemClock, random: systemRandom, log, metrics: new Registry() };
  return { door: connectZeebe(settings, deps), address: settings.ZEEBE_ADDRESS, log };
}

function collectRoles(name: string, chosen: readonly Role[] = []): readonly Role[] {
  if (name === 'all') return allRoles.filter(isOfPayments);
  const role = allRoles.find((one) => one.name === name);
  if (role === undefined) {
    const unknown = thereIsNo('role', name, [...roleNames, 'all']);
    throw new InvalidArgumentError(`${unknown} Roles: ${roleNames.join(', ')}, all.`);
  }
  return chosen.includes(role) ? chosen : [...chosen, role];
}

function fail(error: unknown): never {
  // What a person can mend without the code is told without a stack.
  const isTheirs = [ConfigurationError, GatewayError, CannotRun].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(
    `${error instanceof Error && isTheirs ? error.message : String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
}

program.parseAsync().catch(fail);
