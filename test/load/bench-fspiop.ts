/**
 * `make bench-fspiop`: POST /transfers at the hub's FSPIOP server, headers, schema and RS256 signature
 * checked and the engine replaced by nothing, against bare express answering 202; in turns, each in a
 * process of its own. Then what signatures cost a payment. Compare figures of one run only.
 * REQUESTS, CONCURRENCY and ROUNDS set how many, how many at a time, and how many turns.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../../connectors/common/json';
import { isSignedWith, readClaim } from '../../connectors/mojaloop/signature/check';
import { signatureHeaders } from '../../connectors/mojaloop/signature/sign';
import { rsaKeyPair, type KeyPair } from '../kit/signatures';
import { percentile, together, type Run } from './closed-loop';
import { httpLoad } from './http-load';
import { usageOf } from './process-usage';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const count = setting('REQUESTS', 5_000);
const concurrency = setting('CONCURRENCY', 16);
const rounds = setting('ROUNDS', 5);
const ratioWanted = 0.3;
/** What either hub of a payment signs and verifies, where GETs go unsigned. */
const perPayment = {
  'payer’s hub': { signs: 2, verifies: 3 },
  'payee’s hub': { signs: 3, verifies: 3 },
};

const date = 'Sat, 21 Nov 2026 10:24:00 GMT';
const fields = {
  method: 'POST',
  resource: 'transfers',
  uri: '/transfers',
  source: 'lionfsp',
  destination: 'buffalofsp',
  date,
} as const;

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

interface Measured {
  readonly run: Run;
  readonly cpuMs: number;
}

async function main(): Promise<void> {
  const key = rsaKeyPair();
  const folder = mkdtempSync(join(tmpdir(), 'bench-fspiop-'));
  writeFileSync(join(folder, 'lionfsp.pem'), key.publicPem);
  const bare = await start('bare');
  const hub = await start('hub', folder);
  try {
    const requests = Array.from({ length: 500 }, () => requestOf(transfer(), key));
    console.log(`Warming up; then ${rounds} x ${count} requests each, in turns ...`);
    await measure(bare, requests);
    await measure(hub, requests);
    const ofBare: Measured[] = [];
    const ofHub: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ofBare.push(await measure(bare, requests));
      ofHub.push(await measure(hub, requests));
    }
    printRuns(ofBare, ofHub);
    printSignatures(key);
  } finally {
    bare.process.disconnect();
    hub.process.disconnect();
    rmSync(folder, { recursive: true });
  }
}

async function start(...parameters: string[]): Promise<Server> {
  const child = fork(join(__dirname, 'fspiop-server.ts'), parameters, {
    execArgv: ['--require', 'tsx/cjs'],
  });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('a server has ended')));
  const [port] = (await Promise.race([once(child, 'message'), died])) as [number];
  return { process: child, port };
}

/** As large as a real one: most of it is the ILP packet. */
function transfer(): string {
  return canonicalJson({
    transferId: randomUUID(),
    payeeFsp: 'buffalofsp',
    payerFsp: 'lionfsp',
    amount: { amount: '100.12', currency: 'TZS' },
    ilpPacket: 'A'.repeat(700),
    condition: 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U',
    expiration: '2026-11-21T10:24:30.000Z',
  });
}

function requestOf(body: string, { privateKey }: KeyPair): Buffer {
  const mediaType = 'application/vnd.interoperability.transfers+json;version=1.1';
  const headers = {
    Host: 'buffalo.example',
    'Content-Type': mediaType,
    Accept: mediaType,
    Date: date,
    'FSPIOP-Source': fields.source,
    'FSPIOP-Destination': fields.destination,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'Content-Length': String(Buffer.byteLength(body)),
    ...signatureHeaders(fields, body, { key: privateKey, algorithm: 'RS256' }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST /transfers HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

async function measure(server: Server, requests: readonly Buffer[]): Promise<Measured> {
  const pid = server.process.pid ?? 0;
  const before = usageOf(pid).cpuMs;
  const run = await httpLoad(server.port, requests, { count, concurrency });
  return { run, cpuMs: usageOf(pid).cpuMs - before };
}

function printRuns(ofBare: readonly Measured[], ofHub: readonly Measured[]): void {
  console.log(`\nPOST /transfers, ${concurrency} at a time`);
  console.log(`${''.padEnd(34)}per second   CPU us a request   p50 ms   p99 ms`);
  const bare = printRun('bare express answering 202', ofBare);
  const hub = printRun('FSPIOP server, signatures checked', ofHub);
  const ratio = hub / bare;
  console.log(`\n  requests/s against bare express: ${ratio.toFixed(2)} (wanted: ${ratioWanted})`);
  if (ratio < ratioWanted) process.exitCode = 1;
}

/** Returns the requests per second. */
function printRun(name: string, all: readonly Measured[]): number {
  const run = together(all.map((one) => one.run));
  const cpuMs = all.reduce((sum, one) => sum + one.cpuMs, 0);
  const perSecond = (run.count * 1000) / run.durationMs;
  const [p50, p99] = [0.5, 0.99].map((fraction) =>
    percentile(run.latenciesMs, fraction).toFixed(1),
  );
  const cells = [
    perSecond.toFixed(0).padStart(9),
    ((cpuMs * 1000) / run.count).toFixed(0).padStart(18),
    (p50 ?? '').padStart(8),
    (p99 ?? '').padStart(8),
  ];
  console.log(`  ${name.padEnd(33)}${cells.join(' ')}`);
  return perSecond;
}

function printSignatures({ privateKey, publicKey }: KeyPair): void {
  const body = transfer();
  const sign = () => signatureHeaders(fields, body, { key: privateKey, algorithm: 'RS256' });
  const headers = sign();
  const message = {
    ...fields,
    body: Buffer.from(body),
    signatureHeader: headers['FSPIOP-Signature'],
    uriHeader: headers['FSPIOP-URI'],
    methodHeader: headers['FSPIOP-HTTP-Method'],
  };
  const signUs = cpuUsOf(1_000, sign);
  const verifyUs = cpuUsOf(5_000, () => isSignedWith(publicKey, readClaim(message)));
  console.log('\nCPU of signatures, RS256 with 2048 bits');
  console.log(`  to sign one ${signUs.toFixed(0)} us, to verify one ${verifyUs.toFixed(0)} us`);
  for (const [name, { signs, verifies }] of Object.entries(perPayment)) {
    const us = signs * signUs + verifies * verifyUs;
    console.log(
      `  a payment at the ${name}: ${signs} signed, ${verifies} verified, ${us.toFixed(0)} us`,
    );
  }
}

function cpuUsOf(times: number, work: () => unknown): number {
  for (let index = 0; index < times / 5; index += 1) work();
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
