import { Registry } from 'prom-client';
import { ZeebeGatewayStub } from '../../../test/simulators/zeebe-gateway';
import { silentLog } from '../../../test/support/mojaloop';
import { systemClock, systemRandom } from '../clock';
import { MessageTooLarge } from '../runtime';
import { zeebeEnvironment } from './environment';
import { connectZeebe } from './zeebe-door';

test('a message that the engine cannot take is refused before it is sent', async () => {
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: '127.0.0.1:1' });
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectZeebe(settings, { ...around, metrics: new Registry() });
  const variables = { bulk: 'x'.repeat(1_250_000) };
  const message = { name: 'm', correlationKey: 'k', timeToLiveMs: 1, variables };
  await expect(door.publish(message)).rejects.toThrow(MessageTooLarge);
  await door.drain(0);
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
