/** What `hub doctor` says of a real engine: its partitions, and the processes deployed against those of this build. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { findingOf, type Finding } from '../../connectors/common/check';
import { engineChecks } from '../../connectors/common/hub/engine-checks';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { deployedDiagrams } from '../kit/bpmn/diagrams';
import { startZeebe, type Zeebe } from '../kit/stack/zeebe';
import { silentLog } from '../kit/mojaloop';

const bpmn = join(__dirname, '../../bpmn');
const read = (name: string) => readFileSync(join(bpmn, name), 'utf8');
/** The diagrams of a build: one with a message start, one with a plain one, and one that calls others. */
const names = ['payee-quote.bpmn', 'await-answer.bpmn', 'payer-transfer.bpmn'];

let zeebe: Zeebe;
let door: ZeebeDoor;
let folder: string;

beforeAll(async () => {
  zeebe = await startZeebe();
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: zeebe.gatewayAddress });
  door = connectZeebe(settings, { ...around, metrics: new Registry() });
  folder = mkdtempSync(join(tmpdir(), 'hub-doctor-'));
  for (const name of names) writeFileSync(join(folder, name), read(name));
}, 150_000);

afterAll(async () => {
  await door.drain(0);
  await zeebe.stop();
  rmSync(folder, { recursive: true });
});

async function examined(): Promise<Record<string, Finding>> {
  const checks = await engineChecks(
    { inspection: door.inspection, clock: systemClock },
    zeebe.gatewayAddress,
    folder,
  );
  const entries = checks.map(async (check) => [check.what, await findingOf(check)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const deploy = (name: string, xml: string) => door.deploy([{ name, content: Buffer.from(xml) }]);

test('an engine is known by its version and partitions, and a process that is not deployed is told', async () => {
  await deploy('await-answer.bpmn', read('await-answer.bpmn'));
  expect(await examined()).toMatchObject({
    [`the engine at ${zeebe.gatewayAddress}`]: {
      status: 'ok',
      detail: expect.stringContaining('version 8.') as string,
    },
    "the engine's patches": {
      status: 'warn',
      detail: expect.stringMatching(/^Zeebe 8\.5 has had no patches since 2025-10-14/) as string,
    },
    'its partitions': { status: 'ok', detail: '1, each with a healthy leader' },
    'the process await-answer': { status: 'ok' },
    'the process payee-quote': { status: 'fail', detail: 'is not deployed' },
  });
});

test('a process that lacks an element of this build is told with that element, until it is deployed', async () => {
  const now = read('payee-quote.bpmn');
  const [, first = ''] = /<bpmn:serviceTask id="([^"]+)"/.exec(now) ?? [];
  await deploy('payee-quote.bpmn', now.replaceAll(`"${first}"`, '"former-task"'));
  const former = (await examined())['the process payee-quote'];
  expect(former).toMatchObject({
    status: 'fail',
    whatToDo: expect.stringContaining('hub deploy') as string,
  });
  expect(former?.detail).toContain(`has no ${first}`);
  await deploy('payee-quote.bpmn', now);
  expect((await examined())['the process payee-quote']).toMatchObject({ status: 'ok' });
});

test('a process is looked for as it is deployed, with what it calls woven in', async () => {
  const drawn = ['agree-quote', 'settle-payment'].map((name) => `shared/${name}.bpmn`);
  for (const name of [...drawn, 'payer-transfer.bpmn']) await deploy(basename(name), read(name));
  const called = (await examined())['the process payer-transfer'];
  expect(called).toMatchObject({ status: 'fail' });
  expect(called?.detail).toContain('is deployed from another diagram than payer-transfer.bpmn');
  const woven = (await deployedDiagrams()).find(({ name }) => name === 'payer-transfer.bpmn');
  await deploy('payer-transfer.bpmn', woven?.xml ?? '');
  expect((await examined())['the process payer-transfer']).toMatchObject({ status: 'ok' });
});
