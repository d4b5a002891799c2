#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { Registry } from 'prom-client';
import packageJson from '../package.json';
import { amsFineractPart } from './ams-fineract/part';
import { channelPart } from './channel/part';
import { systemClock, systemRandom } from './common/clock';
import { readEnvironment } from './common/config/environment';
import { ConfigurationError } from './common/config/problems';
import { environmentTable } from './common/config/reference';
import { deployCommand } from './common/diagrams/deploy-command';
import { createAxiosTransport } from './common/http/axios-transport';
import { nearest } from './common/nearest';
import { createLogger, loggingEnvironment } from './common/observability/logging';
import type { HubPart } from './common/hub/role';
import { hubEnvironment, requireKnownSettings } from './common/hub/read-configuration';
import { startHub } from './common/hub/start';
import { CannotRun, type Terminal } from './common/terminal';
import { zeebeEnvironment } from './common/zeebe/environment';
import { GatewayError } from './common/zeebe/gateway';
import { connectZeebe } from './common/zeebe/zeebe-door';
import { feeRulesAdministrationPart } from './fee-rules/administration/part';
import { feeRulesCommand } from './fee-rules/cli';
import { feeRulesPart } from './fee-rules/part';
import { feeRulesStreamPart } from './fee-rules/stream/part';
import { mojaloopPart } from './mojaloop/part';
import { incidentsCommand } from './operations/commands/incidents';
import { paymentsCommand } from './operations/commands/payments';
import { operationsPart } from './operations/part';

/** Those of a payment: what `all` starts. */
const engineParts: readonly HubPart[] = [
  channelPart,
  mojaloopPart,
  amsFineractPart,
  feeRulesPart,
  operationsPart,
].map((part) => part as unknown as HubPart);
/** Those that need Kafka and no engine. */
const kafkaParts = [
  feeRulesStreamPart,
  feeRulesAdministrationPart,
] as unknown as readonly HubPart[];
const allParts: readonly HubPart[] = [...engineParts, ...kafkaParts];
const roles = allParts.map((part) => part.role);
const jobs = new Map(
  allParts
    .flatMap((part) => ('jobs' in part ? part.jobs : []))
    .map((definition) => [definition.type, definition]),
);

const program = new Command('hub')
  .description(
    'Payment Hub: connects a DFSP that keeps its accounts in Apache Fineract to a Mojaloop switch',
  )
  .version(packageJson.version)
  .hook('preAction', (_program, command) => {
    // That role tells them together with all else that is wrong.
    if (command.name() !== 'start') requireKnownSettings(allParts);
  });

program
  .command('start')
  .description('starts roles in this process and serves until SIGTERM')
  .argument('<role...>', `${roles.join(', ')}, or all: those that need no Kafka`, collectRoles, [])
  .action(async (chosen: readonly HubPart[]) => {
    const hub = await startHub(chosen, allParts);
    const stop = (): void => {
      hub.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exitCode: (code) => void (process.exitCode = code),
};

program.addCommand(deployCommand(terminal, { jobs, clock: systemClock, connect: connectEngine }));

program
  .command('settings')
  .description('prints every setting of the environment as a Markdown table')
  .action(() => {
    const sections = [
      ...[hubEnvironment, loggingEnvironment].map((schema) => ({ title: 'all', schema })),
      { title: engineParts.map((part) => part.role).join(', '), schema: zeebeEnvironment },
      ...allParts.map(({ role, environment }) => ({ title: role, schema: environment })),
    ];
    process.stdout.write(`${environmentTable(sections)}\n`);
  });

const engineDeps = { clock: systemClock, connect: connectEngine };
program.addCommand(paymentsCommand(terminal, engineDeps));
program.addCommand(incidentsCommand(terminal, { ...engineDeps, http: createAxiosTransport() }));
program.addCommand(feeRulesCommand(terminal));

/** For a command: a role connects by `startHub`. */
function connectEngine() {
  const log = createLogger(readEnvironment(loggingEnvironment).LOG_LEVEL);
  const settings = readEnvironment(zeebeEnvironment);
  const deps = { clock: systemClock, random: systemRandom, log, metrics: new Registry() };
  return { door: connectZeebe(settings, deps), address: settings.ZEEBE_ADDRESS, log };
}

function collectRoles(name: string, chosen: readonly HubPart[]): readonly HubPart[] {
  if (name === 'all') return engineParts;
  const part = allParts.find((one) => one.role === name);
  if (part === undefined) {
    const meant = nearest(name, [...roles, 'all']);
    const hint = meant === undefined ? '' : ` Is ${meant} meant?`;
    throw new InvalidArgumentError(
      `There is no role ${name}.${hint} Roles: ${roles.join(', ')}, all.`,
    );
  }
  return chosen.includes(part) ? chosen : [...chosen, part];
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
