/** k8s/engine-proxy as it stands, before a real broker: who gets in, and for what. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, makeClientConstructor, status, type ServiceError } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { bindWorker } from '../../connectors/common/hub/role';
import { defineWorker } from '../../connectors/common/hub/worker';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { gatewayService } from '../../connectors/common/zeebe/gateway-service';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { createAuthority, daysFromNow, TlsFolder, type Authority } from '../kit/certificates';
import { until } from '../kit/faults/engine-time';
import { silentLog } from '../kit/mojaloop';
import { findFreePorts } from '../kit/stack/ports';
import { startProcess, type ManagedProcess } from '../kit/stack/processes';
import { startZeebe, type Zeebe } from '../kit/stack/zeebe';

const k8s = join(__dirname, '../../k8s/engine-proxy');

/** Where there is none it is named among the tests that were left out. */
function hasHaproxy(): boolean {
  try {
    execFileSync('haproxy', ['-v']);
    return true;
  } catch {
    return false;
  }
}

const awaitAnswer = readFileSync(join(__dirname, '../../bpmn/await-answer.bpmn'));
const oneJob = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:message id="m" name="${id}" />
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing><bpmn:messageEventDefinition messageRef="m" /></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="work" />
    <bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="test:proxied:1" /></bpmn:extensionElements><bpmn:incoming>a</bpmn:incoming></bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;

(hasHaproxy() ? describe : describe.skip)('behind the proxy (needs haproxy)', () => {
  let zeebe: Zeebe;
  let proxy: ManagedProcess;
  let port: number;
  let authority: Authority;
  let ofProxy: TlsFolder;
  let logs: string;
  const folders: TlsFolder[] = [];
  const doors: ZeebeDoor[] = [];

  beforeAll(async () => {
    authority = await createAuthority('engine');
    logs = mkdtempSync(join(tmpdir(), 'engine-proxy-'));
    zeebe = await startZeebe();
    ofProxy = new TlsFolder({ pair: await authority.issue(), authority });
    [port = 0] = await findFreePorts(1);
    proxy = await startProcess({
      name: 'engine-proxy',
      command: 'sh',
      args: [join(k8s, 'run.sh')],
      environment: {
        ENGINE_PROXY_GATEWAY: zeebe.gatewayAddress,
        ENGINE_PROXY_ADDRESS: `127.0.0.1:${port}`,
        ENGINE_PROXY_TLS_DIRECTORY: ofProxy.path,
        ENGINE_PROXY_LOOK_S: '1',
      },
      logFile: join(logs, 'log'),
      readiness: { portOpen: port },
      readyWithinMs: 20_000,
    });
  }, 180_000);

  afterEach(async () => {
    await Promise.all(doors.splice(0).map((door) => door.drain(0)));
    for (const folder of folders.splice(0)) folder.remove();
  });

  afterAll(async () => {
    await proxy.stop();
    await zeebe.stop();
    ofProxy.remove();
    rmSync(logs, { recursive: true });
  });

  /** A hub that shows what is in this folder. */
  function hubWith(folder: TlsFolder): ZeebeDoor {
    folders.push(folder);
    const settings = zeebeEnvironment.parse({
      ZEEBE_ADDRESS: `127.0.0.1:${port}`,
      ZEEBE_TLS: 'true',
      ZEEBE_TLS_DIRECTORY: folder.path,
    });
    const around = { clock: systemClock, random: systemRandom, log: silentLog };
    const door = connectZeebe(settings, { ...around, metrics: new Registry() });
    doors.push(door);
    return door;
  }

  async function folderOf(name: string, options: { notAfter?: Date } = {}, by = authority) {
    return new TlsFolder({
      pair: await by.issue({ subject: `CN=${name}`, ...options }),
      authority,
    });
  }
  const roles = async () => hubWith(await folderOf('payment-hub'));
  const deployer = async () => hubWith(await folderOf('payment-hub-deploy'));
  const isIn = (door: ZeebeDoor) =>
    door.checkHealth().then(
      () => true,
      () => false,
    );
  const saidBy = (name: string) =>
    readFileSync(proxy.logFile, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"${name}"`));

  test('a role is let in and cannot deploy, hub deploy can, and the log has both', async () => {
    const file = { name: 'await-answer.bpmn', content: awaitAnswer };
    const role = await roles();
    await until('a leader', () => isIn(role));
    await expect(role.deploy([file])).rejects.toThrow(/PERMISSION_DENIED/);
    const deployed = await (await deployer()).deploy([file]);
    expect(deployed).toMatchObject([{ processId: 'await-answer', isNew: true }]);
    expect(saidBy('payment-hub')).toEqual([expect.stringMatching(/DeployResource" 403$/)]);
    expect(saidBy('payment-hub-deploy')).toEqual([expect.stringMatching(/DeployResource" 200$/)]);
  });

  test('jobs are pushed through it, and their ends get back', async () => {
    const id = 'proxied';
    await (await deployer()).deploy([{ name: `${id}.bpmn`, content: Buffer.from(oneJob(id)) }]);
    const role = await roles();
    const ran: string[] = [];
    const worker = defineWorker({
      type: 'test:proxied:1',
      title: 'Work',
      summary: '',
      timeoutMs: 10_000,
      retries: 3,
      input: z.object({ id: z.string() }),
      output: z.object({}),
      bpmnErrors: {},
      run: (input) => {
        ran.push(input.id);
        return Promise.resolve({});
      },
    });
    const around = { clock: systemClock, random: systemRandom, log: silentLog };
    const http = { request: () => Promise.reject(new Error('unused')) };
    role.run([bindWorker(worker, { ...around, http, messages: role })]);
    for (const key of ['one', 'two', 'three']) {
      const message = { name: id, correlationKey: key, timeToLiveMs: 0, variables: { id: key } };
      await role.publish(message);
    }
    await until('all jobs', () => ran.length >= 3);
    expect(ran.toSorted()).toEqual(['one', 'three', 'two']);
  });

  test('a call that the hub does not make is refused, whoever makes it', async () => {
    const folder = await folderOf('payment-hub-deploy');
    folders.push(folder);
    const read = (name: string) => readFileSync(join(folder.path, name));
    const security = credentials.createSsl(read('ca.crt'), read('tls.key'), read('tls.crt'));
    const client = new (makeClientConstructor(gatewayService(), 'Gateway'))(
      `127.0.0.1:${port}`,
      security,
    );
    const call = (name: string) =>
      new Promise<ServiceError | null>((resolve) => {
        const send = client[name] as (
          request: object,
          done: (error: ServiceError | null) => void,
        ) => void;
        send.call(client, {}, resolve);
      });
    expect(await call('topology')).toBeNull();
    expect(await call('deployProcess')).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(await call('evaluateDecision')).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(await call('cancelProcessInstance')).toMatchObject({ code: status.PERMISSION_DENIED });
    client.close();
  });

  const refused: [string, () => Promise<TlsFolder>, RegExp][] = [
    ['none', () => Promise.resolve(new TlsFolder({ authority })), /ZEEBE_TLS_DIRECTORY/],
    [
      'one of another authority',
      async () => folderOf('payment-hub', {}, await createAuthority('stranger')),
      /ZEEBE_TLS_DIRECTORY.*alert unknown ca/,
    ],
    [
      'one that has expired',
      () => folderOf('payment-hub', { notAfter: daysFromNow(-1) }),
      /ZEEBE_TLS_DIRECTORY.*alert certificate expired/,
    ],
  ];
  test.each(refused)(
    'whoever shows a certificate like %s is told why not',
    async (_what, of, why) => {
      await expect(hubWith(await of()).checkHealth()).rejects.toThrow(why);
    },
  );

  test('proxy and hub move to another authority while they run', async () => {
    const folder = await folderOf('payment-hub');
    const role = hubWith(folder);
    await role.checkHealth();
    const next = await createAuthority('next');
    ofProxy.put({ pair: await next.issue(), authority: next });
    folder.put({ pair: await next.issue({ subject: 'CN=payment-hub' }), authority: next });
    const newcomer = hubWith(new TlsFolder({ pair: await next.issue(), authority: next }));
    await until('the proxy to have read its files again', () => isIn(newcomer));
    await until('the hub to be let in again', () => isIn(role));
    await expect((await roles()).checkHealth()).rejects.toThrow();
  });
});
