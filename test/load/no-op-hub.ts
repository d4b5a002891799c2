/** A process of its own, so that its CPU time can be told from that of the load and of the broker. */
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { correlationKey } from '../../connectors/common/contracts/keys';
import { messageNames } from '../../connectors/common/contracts/messages';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { createLogger } from '../../connectors/common/observability/logging';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe } from '../../connectors/common/zeebe/zeebe-door';
import { closedLoop } from './closed-loop';
import { noOpDiagrams, noOpPrefix } from './no-op-diagrams';
import { noOpStart, noOpWorkers } from './no-op-workers';
import { messageTimeToLiveMs } from '../kit/payments/payment';

async function main(): Promise<void> {
  // Writes the log lines that the hub would write, so that they cost what they cost there.
  const log = createLogger('info');
  const base = { clock: systemClock, random: systemRandom, log };
  const door = connectZeebe(readEnvironment(zeebeEnvironment), {
    ...base,
    metrics: new Registry(),
  });
  await door.deploy(await noOpDiagrams());
  const ends = new Map<string, () => void>();
  const deps = { ...base, http: createAxiosTransport(), messages: door };
  door.run(noOpWorkers(deps, (transactionId) => ends.get(transactionId)?.()));

  const pay = async (): Promise<void> => {
    const transactionId = randomUUID();
    const ended = new Promise<void>((resolve) => ends.set(transactionId, resolve));
    const key = correlationKey('lion', transactionId);
    await door.publish({
      name: noOpPrefix + messageNames.payerTransferRequested,
      correlationKey: key,
      messageId: key,
      timeToLiveMs: messageTimeToLiveMs,
      variables: noOpStart(transactionId),
    });
    await ended;
    ends.delete(transactionId);
  };

  process.on('message', ({ count, concurrency }: { count: number; concurrency: number }) => {
    void closedLoop(count, concurrency, pay).then((run) => process.send?.(run));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.('ready');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
