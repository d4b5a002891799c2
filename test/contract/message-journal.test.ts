/** What the roles' servers tell the message journal of what they hear. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { systemClock } from '../../connectors/common/clock';
import { transactionIdOf } from '../../connectors/common/contracts/keys';
import {
  journalPrivacy,
  type JournalMessage,
} from '../../connectors/common/contracts/message-journal';
import { listen } from '../../connectors/common/http/server';
import type { Exchange } from '../../connectors/common/journal/exchange';
import { hears, noteMessage } from '../../connectors/common/journal/hear';
import { journalMessageOf } from '../../connectors/common/journal/message';
import { eventually } from '../kit/kafka';
import { mojaloopTenant } from '../kit/mojaloop';
import { startChannel, tenantOf, type Channel } from '../kit/parts/channel';
import { startMojaloop, type Call, type RunningMojaloop } from '../kit/parts/mojaloop';
import { rsaKeyPair, signatureOver } from '../kit/signatures';

const noted: Exchange[] = [];
const journal = { note: (one: Exchange) => void noted.push(one) };
beforeEach(() => noted.splice(0));

/** As it would stand on the topic. */
async function onlyMessage(): Promise<JournalMessage> {
  await eventually(() => noted.length > 0);
  const [one, ...others] = noted;
  expect(others).toEqual([]);
  return journalMessageOf('m', one as Exchange, { engine: 'main', bodyBytesMax: 65_536 });
}

describe('of what a switch says', () => {
  const lion = rsaKeyPair();
  let folder: string;
  let mojaloop: RunningMojaloop;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'journal-keys-'));
    writeFileSync(join(folder, 'lionfsp.pem'), lion.publicPem);
    const verify = { policy: 'require' as const, keysDirectory: folder };
    const tenants = [
      mojaloopTenant('buffalo'),
      mojaloopTenant('zebra', { signatures: { verify } }),
    ];
    mojaloop = await startMojaloop(tenants, {}, {}, {}, journal);
  });
  afterAll(async () => {
    await mojaloop.close();
    rmSync(folder, { recursive: true });
  });

  const transferId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
  const transfer = (payeeFsp: string) => ({
    ...{ transferId, payeeFsp, payerFsp: 'lionfsp', ilpPacket: 'AYIB' },
    amount: { amount: '100.12', currency: 'TZS' },
    condition: 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U',
    expiration: '2026-11-21T10:24:30.000Z',
  });
  const posted = (payeeFsp: string, signature?: string): Call => ({
    method: 'POST',
    path: '/transfers',
    headers: { 'FSPIOP-Destination': payeeFsp, 'FSPIOP-Signature': signature },
    body: transfer(payeeFsp),
  });

  test('a request stands there with its body as it came, its answer and the ids of its payment', async () => {
    expect((await mojaloop.call(posted('buffalofsp'))).status).toBe(202);
    expect(await onlyMessage()).toMatchObject({
      ...{ direction: 'received', peer: 'switch', peerName: 'switch', tenant: 'buffalo' },
      ...{ operation: 'POST /transfers', outcome: 'answered', status: 202, transferId },
      ...{ signature: 'unchecked', traceId: '0af7651916cd43dd8448eb211c80319c' },
      request: {
        url: '/transfers',
        headers: { 'fspiop-source': 'lionfsp' },
        body: { text: JSON.stringify(transfer('buffalofsp')) },
      },
    });
  });

  test('a signature stands there as valid, with itself, or as refused, with what was answered', async () => {
    const fields = {
      ...{ alg: 'RS256', 'FSPIOP-URI': '/transfers', 'FSPIOP-HTTP-Method': 'POST' },
      ...{ 'FSPIOP-Source': 'lionfsp', 'FSPIOP-Destination': 'zebrafsp' },
    };
    const body = JSON.stringify(transfer('zebrafsp'));
    const signature = signatureOver(fields, body, lion.privateKey);
    expect((await mojaloop.call(posted('zebrafsp', signature))).status).toBe(202);
    const valid = await onlyMessage();
    expect(valid).toMatchObject({ signature: 'valid', tenant: 'zebra' });
    expect(valid.request.headers['fspiop-signature']).toBe(signature);
    noted.splice(0);
    const strangers = signatureOver(fields, body, rsaKeyPair().privateKey);
    expect((await mojaloop.call(posted('zebrafsp', strangers))).status).toBe(400);
    const refused = await onlyMessage();
    expect(refused).toMatchObject({ signature: 'refused', status: 400 });
    expect(refused.answer?.body?.text).toContain('"3105"');
  });

  test('a callback about a quote bears the id in its path; a look-up has its number only where it is marked personal', async () => {
    const quoteId = '7c23e80c-d078-4077-8263-2c047876fcf6';
    const error = { errorInformation: { errorCode: '3200', errorDescription: 'no' } };
    await mojaloop.call({ method: 'PUT', path: `/quotes/${quoteId}/error`, body: error });
    expect(await onlyMessage()).toMatchObject({ quoteId, operation: 'PUT /quotes/{}/error' });
    noted.splice(0);
    await mojaloop.call({ method: 'PUT', path: '/parties/MSISDN/255700000002/error', body: error });
    const message = await onlyMessage();
    expect(message.request.url).toContain('255700000002');
    const open = Object.entries(message).filter(
      ([name]) => !journalPrivacy[name as keyof JournalMessage].isPersonal,
    );
    expect(open.length).toBeGreaterThan(10);
    expect(JSON.stringify(open)).not.toContain('255700000002');
  });

  test('what is refused for its headers, before anybody knows whose it is, stands there too', async () => {
    const call = posted('nobody');
    expect((await mojaloop.call(call)).status).toBe(503);
    expect(await onlyMessage()).toMatchObject({ status: 503, operation: 'POST /transfers' });
  });

  test('one-time codes do not', async () => {
    const path = '/authorizations/b51ec534-ee48-4575-b6a9-ead2955b8069';
    const body = {
      authenticationInfo: { authentication: 'OTP', authenticationValue: '123456' },
      responseType: 'ENTERED',
    };
    await mojaloop.call({ method: 'PUT', path, body });
    const message = await onlyMessage();
    expect(message.request.body).toMatchObject({ isWithoutCodes: true });
    expect(JSON.stringify(message)).not.toContain('123456');
  });
});

describe('of what an app says', () => {
  let channel: Channel;
  beforeAll(async () => {
    const unsafe = { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' };
    const lion = [tenantOf('lion')];
    channel = await startChannel(lion, unsafe, undefined, undefined, undefined, undefined, journal);
  });
  afterAll(() => channel.close());

  const body = {
    clientCorrelationId: 'order-1',
    payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
    payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' },
    amount: { amount: '100.12', currency: 'TZS' },
  };
  const headers = { 'Platform-TenantId': 'lion', Authorization: 'Bearer secret' };

  test('a payment that is asked for stands there with its id, without the token', async () => {
    expect((await channel.post('/channel/transfer', { body, headers })).status).toBe(202);
    const message = await onlyMessage();
    expect(message).toMatchObject({
      ...{ peer: 'app', tenant: 'lion', transactionId: transactionIdOf('lion', 'order-1') },
      ...{ operation: 'POST /channel/transfer', status: 202 },
      request: { body: { text: JSON.stringify(body) } },
    });
    expect(message.answer?.body?.text).toContain('RECEIVED');
    expect(JSON.stringify(message)).not.toContain('Bearer');
  });

  test('strangers, and readers of the documentation, do not', async () => {
    await channel.request('GET', '/docs/');
    await channel.request('GET', '/channel/transfer/1');
    await channel.post('/channel/transfer', { body, headers });
    expect(await onlyMessage()).toMatchObject({ operation: 'POST /channel/transfer' });
  });
});

test('whoever goes away before the answer stands there without one', async () => {
  let hasCome = false;
  const app = express().use(hears('app', journal, systemClock), (_request, response) => {
    noteMessage(response, { tenant: 'lion' });
    hasCome = true;
  });
  const server = await listen(app, { name: 'app', host: '127.0.0.1', port: 0 });
  const request = httpRequest(`http://127.0.0.1:${server.port}/channel/transfer`);
  request.on('error', () => undefined).end();
  await eventually(() => hasCome);
  request.destroy();
  expect(await onlyMessage()).toMatchObject({ outcome: 'connection-lost', tenant: 'lion' });
  expect(noted[0]?.answer).toBeUndefined();
  await server.close(0);
});
