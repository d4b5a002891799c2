/** Who the hub is to Kafka's brokers: looked at anew for each connection. */
import { createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { createAuthority, type Authority, type Pair } from '../../../../test/kit/certificates';
import { eventually } from '../../../../test/kit/kafka';
import { silentLog } from '../../../../test/kit/mojaloop';
import type { TlsIdentity } from '../../runtime';
import { createClient } from './client';
import { kafkaEnvironment } from './environment';

const identityOf = (pair: Pair, authorities: string): TlsIdentity => ({
  own: { certificates: pair.certificate, key: pair.key },
  authorities,
});

/** Notes whose certificate each connection shows, and hangs up. */
async function startBroker(pair: Pair, authority: Authority) {
  const shown: string[] = [];
  const server = createServer(
    { cert: pair.certificate, key: pair.key, ca: authority.certificate, requestCert: true },
    (socket: TLSSocket) => {
      shown.push(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { shown, port, close: () => new Promise((resolve) => server.close(resolve)) };
}

test('a connection shows the certificate of its day: a renewed one needs no restart', async () => {
  const authority = await createAuthority('kafka');
  const named = (name: string) => authority.issue({ subject: `CN=${name}` });
  const [ofBroker, former, newer] = await Promise.all(['broker', 'former', 'newer'].map(named));
  if (ofBroker === undefined || former === undefined || newer === undefined) throw new Error();
  const broker = await startBroker(ofBroker, authority);
  let identity = identityOf(former, authority.certificate);
  const settings = kafkaEnvironment.parse({
    KAFKA_BROKERS: `127.0.0.1:${broker.port}`,
    KAFKA_TLS: 'true',
  });
  const admin = createClient(settings, silentLog, { current: () => identity }).admin();
  const connecting = admin.connect().catch(() => undefined);
  await eventually(() => broker.shown.includes('former'));
  identity = identityOf(newer, authority.certificate);
  await eventually(() => broker.shown.includes('newer'));
  expect(new Set(broker.shown)).toEqual(new Set(['former', 'newer']));
  await connecting;
  await admin.disconnect();
  await broker.close();
});
