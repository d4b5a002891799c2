import { Registry } from 'prom-client';
import { ZeebeGatewayStub } from '../../../test/simulators/zeebe-gateway';
import { z } from 'zod';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock, systemRandom } from '../clock';
import { messageNames } from '../contracts/messages';
import { bindWorker } from '../hub/role';
import { MessageTooLarge } from '../runtime';
import { defineWorker } from '../hub/worker';
import { zeebeEnvironment } from './environment';
import { connectZeebe } from './zeebe-door';

const never = new Promise<never>(() => undefined);

test('a message that the engine cannot take is refused before it is sent', async () => {
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: '127.0.0.1:1' });
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectZeebe(settings, { ...around, metrics: new Registry() });
  const variables = { bulk: 'x'.repeat(1_250_000) };
  const message = { name: 'm', correlationKey: 'k', timeToLiveMs: 1, variables };
  await expect(door.publish(message)).rejects.toThrow(MessageTooLarge);
  await door.drain(0);
});

test('a question to a process is said as a signal too, and what is no such question is not', async () => {
  const stub = await ZeebeGatewayStub.start();
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: stub.address });
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectZeebe(settings, { ...around, metrics: new Registry() });
  const variables = { questionId: 'question' };
  const asked = { correlationKey: 'buffalo:quote-1', timeToLiveMs: 1, variables };
  await door.publish({ ...asked, name: messageNames.quoteStateAsked });
  await door.publish({ ...asked, name: messageNames.quoteAnswered });
  const names = stub.callsOf('PublishMessage').map(({ request }) => request['name']);
  expect(names).toEqual([messageNames.quoteStateAsked, messageNames.quoteAnswered]);
  expect(stub.callsOf('BroadcastSignal').map(({ request }) => request)).toEqual([
    expect.objectContaining({
      signalName: 'quote-state-asked:buffalo:quote-1',
      variables: JSON.stringify(variables),
    }),
  ]);
  await door.drain(0);
  await stub.stop();
});

test('an engine that does not say in time that nobody has answered is no engine that says so', async () => {
  const stub = await ZeebeGatewayStub.start();
  stub.replies['CreateProcessInstanceWithResult'] = ['silence'];
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: stub.address });
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectZeebe(settings, { ...around, metrics: new Registry() });
  await expect(door.awaitAnswer('nobody', 100)).rejects.toThrow(/DEADLINE_EXCEEDED/);
  await door.drain(0);
  await stub.stop();
}, 15_000);

describe('jobs of a tenant whose peer hangs', () => {
  const type = 'test:hang:1';
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const worker = defineWorker({
    type,
    title: 'Ask a peer that may hang',
    summary: '',
    timeoutMs: 60_000,
    retries: 3,
    input: z.object({ tenant: z.string(), app: z.string().optional() }),
    output: z.object({}),
    bpmnErrors: {},
    peerOf: ({ app }) => (typeof app === 'string' ? app : undefined),
    run: ({ tenant, app }) => (tenant === 'lion' && app !== 'two' ? never : Promise.resolve({})),
  });

  test.each([
    ['another tenant', { tenant: 'lion' }, { tenant: 'buffalo' }],
    ['another app of the tenant', { tenant: 'lion', app: 'one' }, { tenant: 'lion', app: 'two' }],
  ])(
    'let a job of %s through at once, and go back with all their attempts',
    async (_whose, hanging, other) => {
      const stub = await ZeebeGatewayStub.start();
      const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: stub.address });
      const door = connectZeebe(settings, { ...around, metrics: new Registry() });
      const push = (key: string, variables: object) => {
        const texts = { processInstanceKey: '1', elementId: 'e', retries: 3 };
        stub.push({ key, type, ...texts, variables: JSON.stringify(variables) });
      };
      const soon = async (isSo: () => boolean) => {
        while (!isSo()) await systemClock.sleep(10);
      };
      door.run([bindWorker(worker, { ...around, http: { request: () => never }, messages: door })]);
      await soon(() => stub.callsOf('StreamActivatedJobs').length > 0);
      for (let key = 1; key <= 200; key += 1) push(String(key), hanging);
      const startedMs = Date.now();
      push('1000', other);
      await soon(() => stub.callsOf('CompleteJob').length > 0);
      expect(Date.now() - startedMs).toBeLessThan(2_000);
      expect(stub.callsOf('CompleteJob')[0]?.request).toMatchObject({ jobKey: '1000' });
      await soon(() => stub.callsOf('FailJob').length === 168);
      for (const { request } of stub.callsOf('FailJob'))
        expect(request).toMatchObject({ retries: 3 });
      await door.drain(0);
      await stub.stop();
    },
    20_000,
  );
});
