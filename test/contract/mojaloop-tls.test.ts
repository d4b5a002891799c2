/** The mojaloop part over TLS in both directions: two hubs that are each other's switch. */
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { TransportError } from '../../connectors/common/runtime';
import { createAuthority, TlsFolder, type Authority } from '../kit/certificates';
import { mojaloopTenant, order, silentLog, timers, traceparent } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

let authority: Authority;
let serverFolder: TlsFolder;
let clientFolder: TlsFolder;
let hub: RunningMojaloop;
let caller: RunningMojaloop;
let http: ReturnType<typeof createAxiosTransport>;
let nowMs: number;
const clock = { now: () => nowMs, sleep: () => Promise.resolve() };

beforeAll(async () => {
  authority = await createAuthority('scheme');
});

beforeEach(async () => {
  nowMs = Date.now();
  serverFolder = new TlsFolder({ pair: await authority.issue(), authority });
  clientFolder = new TlsFolder({ pair: await authority.issue(), authority });
  http = createAxiosTransport();
  hub = await startMojaloop(
    [mojaloopTenant('buffalo')],
    { MOJALOOP_TLS_DIRECTORY: serverFolder.path, MOJALOOP_DEFAULT_TENANT: 'buffalo' },
    { clock },
  );
  const lion = mojaloopTenant('lion', { switch: hub.url, tlsDirectory: clientFolder.path });
  caller = await startMojaloop([lion], {}, { clock, http });
});

afterEach(async () => {
  await Promise.all([hub.close(), caller.close()]);
  http.close();
  serverFolder.remove();
  clientFolder.remove();
});

/** GET /parties from the one to the other. */
const lookUp = () =>
  caller.run('mojaloop:look-up-party:1', {
    tenant: 'lion',
    transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
    traceparent,
    payment: order,
    timers,
  });

const heard = () => hub.engine.published.length;

test('a look-up goes out with our certificate and comes in to who demands one', async () => {
  expect(hub.url).toMatch(/^https:/);
  await lookUp();
  expect(heard()).toBe(1);
});

test('a caller without a certificate of the authority is let nowhere', async () => {
  const request = { method: 'GET', headers: {}, timeoutMs: 5_000 } as const;
  const tls = { current: () => ({ own: undefined, authorities: authority.certificate }) };
  const answer = http.request({ ...request, url: `${hub.url}/parties/MSISDN/1`, tls });
  await expect(answer).rejects.toThrow(TransportError);
  expect(heard()).toBe(0);
});

test('both sides move to another authority without a restart', async () => {
  await lookUp();
  const next = await createAuthority('next');
  serverFolder.put({ pair: await next.issue(), authority: next });
  nowMs += 10_000;
  // Over the connection that is open.
  await lookUp();
  clientFolder.put({ pair: await next.issue(), authority: next });
  nowMs += 10_000;
  await lookUp();
  expect(heard()).toBe(3);
});

test('while both authorities stand in ca.crt either side may change first, and each new connection is let in', async () => {
  const next = await createAuthority('next');
  const both = [authority.certificate, next.certificate];
  const steps: (() => void | Promise<void>)[] = [
    () => {
      serverFolder.write('ca.crt', both.join('\n'));
      clientFolder.write('ca.crt', both.join('\n'));
    },
    async () => {
      serverFolder.put({ pair: await next.issue() });
      // The same two: so that the way out is opened anew.
      clientFolder.write('ca.crt', both.toReversed().join('\n'));
    },
    async () => {
      clientFolder.put({ pair: await next.issue() });
    },
    () => {
      serverFolder.write('ca.crt', next.certificate);
      clientFolder.write('ca.crt', next.certificate);
    },
  ];
  for (const step of steps) {
    await step();
    nowMs += 10_000;
    await lookUp();
  }
  expect(heard()).toBe(steps.length);
});

test('a switch that changed its authority without us: the job is tried again, and it says why', async () => {
  const next = await createAuthority('next');
  serverFolder.put({ pair: await next.issue(), authority: next });
  nowMs += 10_000;
  await expect(lookUp()).rejects.toMatchObject({
    name: 'TryAgain',
    message: expect.stringMatching(/authority that we do not trust: ca\.crt/) as string,
    errorInformation: { errorCode: '1001' },
  });
  expect(heard()).toBe(0);
});

test('a folder that cannot be used is told at the start', async () => {
  serverFolder.remove('tls.key');
  const inbound = startMojaloop(
    [mojaloopTenant('buffalo')],
    { MOJALOOP_TLS_DIRECTORY: serverFolder.path },
    { log: silentLog },
  );
  await expect(inbound).rejects.toThrow(`${serverFolder.path}: tls.crt is there, but no tls.key`);
  const outbound = mojaloopTenant('lion', {
    switch: 'https://switch.example',
    tlsDirectory: '/nowhere',
  });
  await expect(startMojaloop([outbound])).rejects.toThrow('/nowhere');
});
