/** The payments of `make demo`, with each role of the hub in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRecordStream, type RecordStream } from '../kit/real-engine/record-stream';
import { perform } from '../kit/payments/perform';
import { startPhones, type Phones } from '../kit/payments/phones';
import { scenarios, type Scenario } from '../kit/payments/scenarios';
import {
  paidByQrCode,
  payeesUseCaseScenarios,
  toldInDemo,
  useCaseScenarios,
} from '../kit/payments/use-case-scenarios';
import { createAskingWorld } from '../kit/payments/stack-world';
import type { AskingWorld } from '../kit/payments/world';
import { baraka, currency } from '../kit/stack/dfsps';
import { startStack, type Stack } from '../kit/stack/stack';

const runDirectory = mkdtempSync(join(tmpdir(), 'e2e-'));
let engine: RecordStream;
let stack: Stack;
let phones: Phones;
let world: AskingWorld;

beforeAll(async () => {
  engine = await startRecordStream();
  phones = await startPhones();
  const callbacks = { allowed: [phones.url], default: phones.url };
  stack = await startStack({
    ...{ runDirectory, ports: 'free', roles: 'apart' },
    brokerEnvironment: engine.exporterSettings,
    tenantSections: { channel: { callbacks } },
  });
  world = await createAskingWorld(stack, engine, phones);
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await engine.close();
  await phones.close();
  rmSync(runDirectory, { recursive: true });
}, 60_000);

async function expectAllTrue(scenario: Scenario<AskingWorld>): Promise<void> {
  const { checks } = await perform(world, scenario, {
    currency,
    payeeMsisdn: baraka.msisdn,
    clientCorrelationId: scenario.title.replaceAll(' ', '-').replace(/[^!-~]/g, ''),
  });
  expect(checks.length).toBeGreaterThan(0);
  expect(checks.filter((check) => !check.isTrue)).toEqual([]);
}

test.each<Scenario<AskingWorld>>([
  ...scenarios,
  ...toldInDemo,
  ...useCaseScenarios,
  ...payeesUseCaseScenarios,
])(
  '$title: every balance, hold, fee and state is what it must be',
  (scenario) => expectAllTrue(scenario),
  60_000,
);

test('a merchant has a QR code made at its own DFSP and is paid by it', async () => {
  const response = await fetch(`${stack.channelAddress}/channel/qr-codes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.token('buffalo')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      payee: { partyIdType: 'MSISDN', partyIdentifier: baraka.msisdn },
      ...{ currency, amount: '100.12' },
      ...{ merchantName: 'Baraka Mushi', merchantCity: 'Mbeya' },
      ...{ merchantCategoryCode: '5411', countryCode: 'TZ' },
      references: { billNumber: 'INV-7' },
    }),
  });
  const { qrCode } = (await response.json()) as { readonly qrCode: string };
  await expectAllTrue(paidByQrCode(qrCode));
}, 60_000);
