import { channelTenantSection } from '../../connectors/channel/settings';
import type { WorkerDefinition } from '../../connectors/common/hub/worker';
import { activationTimeoutMs } from '../../connectors/common/zeebe/job-runner';
import { durationMs } from '../../connectors/common/time';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

/** After the switch's word, or before any quote: no timer of the payer's ends meanwhile. */
const withoutDeadline = [
  'ams:quote-payer:1',
  'ams:book-funds:1',
  'ams:release-block:1',
  'ams:credit-payee:1',
  'channel:tell-payer:1',
];
const ofPayersHold = 'ams:block-funds:1';
/** For the steps that come after it. */
const restMs = 5_000;

const lockMsOf = new Map(
  [...jobDefinitions.values()]
    .filter((definition) => 'timeoutMs' in definition)
    .map((definition) => [definition.type as string, lockMs(definition as WorkerDefinition)]),
);

/** How long the engine leaves a job to a process, be it dead. */
function lockMs(definition: WorkerDefinition): number {
  return activationTimeoutMs({ definition } as Parameters<typeof activationTimeoutMs>[0]);
}

const defaults = channelTenantSection.parse({ idSecret: 'a secret for the ids of tests' }).timers;
const leastMs = Number(
  /PT(\d+)S or more/.exec(
    channelTenantSection.safeParse({
      idSecret: 'a secret for the ids of tests',
      timers: { quote: 'PT1S' },
    }).error?.message ?? '',
  )?.[1],
);

test('whatever job dies with its process, the least timers that a tenant may have leave time to do it again', () => {
  const types = [...lockMsOf.keys()].filter(
    (type) =>
      /^(ams|mojaloop|channel):/.test(type) &&
      type !== ofPayersHold &&
      !withoutDeadline.includes(type),
  );
  expect(types.length).toBeGreaterThan(10);
  const tooLong = types.filter((type) => (lockMsOf.get(type) ?? 0) + restMs > leastMs * 1_000);
  expect(tooLong).toEqual([]);
});

test('so do they for the payer’s hold, before the quote and the transfer have expired', () => {
  const holdMs = lockMsOf.get(ofPayersHold) ?? Infinity;
  expect(holdMs + 2 * restMs).toBeLessThanOrEqual(2 * leastMs * 1_000);
  const { quote, transferExpiry } = defaults;
  expect(holdMs + 2 * restMs).toBeLessThanOrEqual(durationMs(quote) + durationMs(transferExpiry));
});
