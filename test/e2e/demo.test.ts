/** The payments of `make demo`, with each role of the hub in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRecordStream, type RecordStream } from '../kit/real-engine/record-stream';
import { perform } from '../kit/payments/perform';
import { scenarios } from '../kit/payments/scenarios';
import { createStackWorld } from '../kit/payments/stack-world';
import type { World } from '../kit/payments/world';
import { baraka, currency } from '../kit/stack/dfsps';
import { startStack, type Stack } from '../kit/stack/stack';

const runDirectory = mkdtempSync(join(tmpdir(), 'e2e-'));
let engine: RecordStream;
let stack: Stack;
let world: World;

beforeAll(async () => {
  engine = await startRecordStream();
  const brokerEnvironment = engine.exporterSettings;
  stack = await startStack({ runDirectory, ports: 'free', roles: 'apart', brokerEnvironment });
  world = await createStackWorld(stack, engine);
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await engine.close();
  rmSync(runDirectory, { recursive: true });
}, 60_000);

test.each(scenarios)(
  '$title: every balance, hold and state is what it must be',
  async (scenario) => {
    const { checks } = await perform(world, scenario, {
      currency,
      payeeMsisdn: baraka.msisdn,
      clientCorrelationId: scenario.title.replaceAll(' ', '-').replace(/[^!-~]/g, ''),
    });
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter((check) => !check.isTrue)).toEqual([]);
  },
  60_000,
);
