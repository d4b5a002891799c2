/** `make up`: starts the stack, leaves it running and says how to use it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asha, baraka, currency } from '../dfsps';
import { projectRoot } from '../scripts';
import { runDirectory, shapeChoice } from '../settings';
import { deadParts } from './health';
import { feeRulesDirectoryOf } from '../fee-rules';
import { stackPersons } from '../issuer/persons';
import { ensureBuiltPage } from '../built-page';
import { isUp, readState, upDirectory, type UpState } from './state';
import { tryLines } from './try-lines';
import type { Fault } from '../../../simulators/switch/faults';
import { messageOf } from '../../../../connectors/common/message-of';

const print = (text: string) => process.stdout.write(text);

async function main(): Promise<void> {
  if (await isUp()) print('It is running already.\n');
  else await start();
  const state = readState();
  if (state === undefined) throw new Error('It has stopped again: see .run/up.log');
  const dead = await deadParts(state);
  if (dead.length > 0) {
    const what = `${dead.join(', ')} died meanwhile: why stands in the logs of ${upDirectory()}`;
    throw new Error(`${what}.\nmake down stops the rest; then make up starts all anew.`);
  }
  print(usage(state));
}

async function start(): Promise<void> {
  if (shapeChoice() === 'whole') await ensureBuiltPage((line) => print(`${line}\n`));
  const logFile = join(runDirectory(), 'up.log');
  mkdirSync(runDirectory(), { recursive: true });
  const log = openSync(logFile, 'w');
  const server = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'serve.ts')], {
    cwd: projectRoot,
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  try {
    await awaitReady(server, logFile);
    server.stdin?.write('stay\n');
  } finally {
    // Without that word it goes, with all that it has started.
    server.stdin?.end();
    server.unref();
  }
}

/** Shows what the server prints until it has written its state. */
async function awaitReady(server: ChildProcess, logFile: string): Promise<void> {
  let shown = 0;
  const show = () => {
    const text = readFileSync(logFile, 'utf8');
    print(text.slice(shown));
    shown = text.length;
  };
  while (!(await isUp()) || readState() === undefined) {
    const hasEnded = server.exitCode !== null;
    show();
    if (hasEnded) throw new Error('It could not be started.');
    await sleep(200);
  }
  show();
}

function usage(state: UpState): string {
  const token = (name: string) => join(upDirectory(), `${name}.token`);
  const body = (id: string, amount: string) =>
    JSON.stringify({
      clientCorrelationId: id,
      payer: { partyIdType: 'MSISDN', partyIdentifier: asha.msisdn },
      payee: { partyIdType: 'MSISDN', partyIdentifier: baraka.msisdn },
      amount: { amount, currency },
    });
  return `
Everything is running.

  channel API     ${state.channelAddress}/docs/
  hub             ${state.managementAddress}/readyz  /metrics
  switch          ${state.switchAddress}   (simulator; its messages: /simulator/log)
  Fineract lion   ${state.fineractAddresses.lion}   (simulator; its accounts: /simulator/state)
  Fineract buffalo ${state.fineractAddresses.buffalo}
  Zeebe           ${state.zeebeAddress} (gRPC)   ${state.zeebeManagementAddress}/ready
  customers' apps ${state.phonesAddress}   (what they have been told: GET)
  logs            ${upDirectory()}

Pay 100.12 ${currency} from ${asha.firstName} at lion to ${baraka.firstName} at buffalo, and hear how it ended:

  curl -s ${state.channelAddress}/channel/transfer \\
    -H "Authorization: Bearer $(cat ${token('lion')})" \\
    -H 'Content-Type: application/json' -H 'Prefer: wait=20' \\
    -d '${body('order-1', '100.12')}'

Send it again: it is the same payment, is not made twice, and you hear how it stands. Another clientCorrelationId is
another payment.
Look at ${asha.firstName}'s account:

  curl -s ${state.fineractAddresses.lion}/fineract-provider/api/v1/interoperation/accounts/${asha.accountId} \\
    -u mifos:password -H 'Fineract-Platform-TenantId: lion'
${tryLines(state)}
See what waits for a person, and what stands still. Where the switch says nothing more to lion, the next payment waits
within minutes (k8s/STORIES.md tells how it ends); DELETE in the place of POST mends the switch:

  curl -s -X POST ${state.switchAddress}/simulator/faults -H 'Content-Type: application/json' \\
    -d '${JSON.stringify(silentToLion)}'

  export ZEEBE_ADDRESS=${state.zeebeAddress} DECISION_RELAY_INCIDENTS_ADDRESS=${state.incidentsAddress}
  npm run -s hub -- payments list
  npm run -s hub -- incidents list

See whether all that the hub needs is there, and right:

  export HUB_TENANTS_DIRECTORY=${join(upDirectory(), 'tenants')} FEE_RULES_DIRECTORY=${feeRulesDirectoryOf(upDirectory())}
  npm run -s hub -- doctor
${findUsage(state)}
make down stops it.
`;
}

/** Answers about a transfer, and to the question what became of it. */
const silentToLion = {
  match: { direction: 'out', resource: 'transfers', fsp: 'lion' },
  effect: { kind: 'drop' },
} satisfies Fault;

function findUsage({ audit }: UpState): string {
  if (audit === undefined) return '';
  const party = { partyIdType: 'MSISDN', partyIdentifier: baraka.msisdn };
  const people = stackPersons.map(({ name, isWhat }) => `${name} (${isWhat})`);
  const settings = Object.entries(audit.environment).map(([name, value]) => `${name}='${value}'`);
  return `
The operators' page, where you sign in without a password as one of
${people.join(', ')}:

  ${audit.pageAddress}

Find ${baraka.firstName}'s payments by the number, and tell the story of one (Elasticsearch: ${audit.elasticsearchAddress}):

  export ${settings.join(' ')}
  npm run -s hub -- audit find buffalo MSISDN/${baraka.msisdn}
  npm run -s hub -- audit show <transactionId>

The same and more over HTTP, as ${stackPersons.map(({ role }) => role).join(', ')} of both DFSPs (its page: ${audit.operationsAddress}/docs/):

  as_role() { curl -s "${audit.operationsAddress}/$2" -H "Authorization: Bearer $(cat "${join(upDirectory(), '$1.token')}")" "\${@:3}"; echo; }
  as_role viewer tenants
  as_role viewer tenants/lion/work
  as_role viewer tenants/buffalo/payments/search -H 'Content-Type: application/json' -d '${JSON.stringify({ party })}'
  as_role viewer tenants/lion/payments/<transactionId>
  as_role admin 'tenants/lion/acts?about=<transactionId>'
`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
