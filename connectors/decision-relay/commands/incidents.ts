/** `hub incidents ...`: processes that stand still. The role `decision-relay` knows them, the engine resolves them. */
import { Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../../common/config/environment';
import { parseJson } from '../../common/json';
import type { HttpTransport } from '../../common/runtime';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { exporterSettings } from '../incidents/broker-exporter';
import { openIncidentsSchema, type Incident, type OpenIncidents } from '../incidents/incident';
import { decisionRelayEnvironment } from '../settings';
import { withEngine, type EngineDeps, type OperatorsDoor } from './engine';
import { messageOf } from '../../common/message-of';

export interface IncidentsDeps extends EngineDeps {
  readonly http: HttpTransport;
}

interface ResolveOptions {
  readonly allOf?: string;
  readonly retries: number;
  readonly json?: boolean;
}

const usualRetries = 3;
const answerTimeoutMs = 10_000;

export function incidentsCommand(terminal: Terminal, deps: IncidentsDeps): Command {
  const command = new Command('incidents').description(
    'processes that stand still until somebody has mended the cause',
  );
  command
    .command('list')
    .description('shows those that are open, the oldest first')
    .option('--json', 'one JSON line an incident, for programs')
    .action(({ json }: { json?: boolean }) =>
      attempt(terminal, async () => {
        list(await openIncidents(deps.http), json === true, terminal);
      }),
    );
  command
    .command('resolve')
    .description('lets processes go on: failed jobs are tried again')
    .argument('[key...]', 'of incidents, as `hub incidents list` shows')
    .option('--all-of <name>', 'all of this process, element, type of error or tenant')
    .option('--retries <n>', 'attempts that failed jobs get', retries, usualRetries)
    .option('--json', 'one JSON line an incident, for programs')
    .action((keys: readonly string[], options: ResolveOptions) =>
      attempt(terminal, () => resolve(keys, options, terminal, deps)),
    );
  command
    .command('exporter')
    .description("prints the settings of a broker that tells its incidents to the role's address")
    .argument('[address]', 'where brokers reach the role', 'http://decision-relay:5004')
    .action((address: string) => {
      for (const [name, value] of Object.entries(exporterSettings(address))) {
        terminal.out(`${name}=${value}\n`);
      }
    });
  return command;
}

function retries(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError('Write a whole number from 1 to 1000.');
}

/** @throws CannotRun that says what to do */
async function openIncidents(http: HttpTransport): Promise<OpenIncidents> {
  const { DECISION_RELAY_INCIDENTS_ADDRESS: address } = readEnvironment(
    decisionRelayEnvironment.pick({ DECISION_RELAY_INCIDENTS_ADDRESS: true }),
  );
  const url = `${address}/incidents`;
  const answer = await http
    .request({ method: 'GET', url, headers: {}, timeoutMs: answerTimeoutMs })
    .catch((error: unknown) => {
      throw new CannotRun(
        `No role decision-relay that keeps incidents answers at ${address} (${messageOf(error)}). ` +
          'Start it with DECISION_RELAY_INCIDENTS_PORT=5004 or set DECISION_RELAY_INCIDENTS_ADDRESS, and let brokers ' +
          'tell it their incidents: hub incidents exporter prints their settings',
      );
    });
  const parsed = openIncidentsSchema.safeParse(parseJson(answer.body));
  if (answer.status === 200 && parsed.success) return parsed.data;
  throw new CannotRun(`${url} is not of the role decision-relay: it answers ${answer.status}`);
}

function list(
  { since, toldUntil, incidents, notKept }: OpenIncidents,
  asJson: boolean,
  terminal: Terminal,
): void {
  for (const incident of incidents) {
    terminal.out(asJson ? `${JSON.stringify(incident)}\n` : `${text(incident)}\n`);
  }
  if (notKept > 0) terminal.err(`${notKept} more are open, and were too many to be kept.\n`);
  if (toldUntil === null) {
    terminal.err(
      `No broker has told this role of an incident since ${since}. Unless there was none, the broker lacks the ` +
        'exporter: hub incidents exporter prints its settings\n',
    );
  } else if (incidents.length === 0 && !asJson) {
    terminal.out(`No incident is open. Told until ${toldUntil}, of those since ${since}.\n`);
  }
}

function text(incident: Incident): string {
  const { tenant = '', transactionId, transferId, quoteId } = incident;
  const payment = transactionId ?? transferId ?? quoteId ?? '';
  return [
    [incident.key, incident.createdAt, `${incident.process}/${incident.elementId}`].join('  '),
    [incident.errorType, tenant, payment].filter((part) => part !== '').join('  '),
    incident.message,
  ].join('\n    ');
}

async function resolve(
  keys: readonly string[],
  options: ResolveOptions,
  terminal: Terminal,
  deps: IncidentsDeps,
): Promise<void> {
  const { allOf } = options;
  if (keys.length > 0 === (allOf !== undefined)) {
    throw new CannotRun(
      'Name keys of incidents, or --all-of a process, element, error type or tenant',
    );
  }
  const { incidents } = await openIncidents(deps.http);
  const known = new Map(incidents.map((incident) => [incident.key, incident]));
  const chosen =
    allOf === undefined ? keys : incidents.filter((one) => isOf(one, allOf)).map(({ key }) => key);
  if (chosen.length === 0) {
    terminal.err(`No open incident is of ${allOf}. See: hub incidents list\n`);
    terminal.exitCode(1);
    return;
  }
  const wrong = chosen.filter((key) => !isKey(key));
  if (wrong.length > 0) {
    throw new CannotRun(`${wrong.join(', ')}: no incident has such a key. See: hub incidents list`);
  }
  await withEngine(deps, async (door) => {
    for (const key of chosen) await resolveOne(key, known.get(key), options, terminal, door);
  });
}

/** A key begins with its partition, from 1 on; that of no partition the engine calls unavailable, not unknown. */
function isKey(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) >> 51n > 0n;
}

function isOf({ process, elementId, errorType, tenant }: Incident, name: string): boolean {
  return [process, elementId, errorType, tenant].includes(name);
}

async function resolveOne(
  key: string,
  incident: Incident | undefined,
  { retries: attempts, json }: ResolveOptions,
  terminal: Terminal,
  { incidents }: OperatorsDoor,
): Promise<void> {
  const result = await incidents.resolve({ key, jobKey: incident?.jobKey, retries: attempts });
  if (json === true) terminal.out(`${JSON.stringify({ key, result })}\n`);
  if (result === 'resolved') {
    if (json !== true) terminal.out(`${key} is resolved.\n`);
    return;
  }
  terminal.exitCode(1);
  const why =
    incident === undefined
      ? 'the engine knows no such open incident of which the role decision-relay was told'
      : 'the engine has it no longer: somebody resolved it, or its process was ended';
  terminal.err(`${key} is not resolved: ${why}. See: hub incidents list\n`);
}
