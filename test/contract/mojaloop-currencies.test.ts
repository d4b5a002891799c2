/** Currencies of today: those that the published schemas, whose list ends in 2018, do not know. */
import { currencyDecimals } from '../../connectors/common/money';
import { mojaloopTenant, order, traceparent } from '../kit/mojaloop';
import { tenantsIn } from '../kit/tenants';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startMojaloop } from '../kit/parts/mojaloop';

const ofToday = ['SLE', 'MRU', 'STN', 'VES', 'SSP', 'ZWG', 'VED', 'UYW', 'XCG', 'XAD'];
const party = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier }) as const;
const quoteId = '7c23e80c-d078-4077-8263-2c047876fcf6';
const transactionId = '85feac2f-39b2-491b-817e-4a03203d4f14';

test.each(ofToday)('a tenant with %s gets and gives a quote in it', async (currency) => {
  const tenants = ['lion', 'buffalo'].map((name) => ({
    ...mojaloopTenant(name),
    currencies: [currency],
  }));
  const mojaloop = await startMojaloop(tenants);
  const last = () => mojaloop.sent.at(-1);
  const deliver = (source: string, destination: string) =>
    mojaloop.call({
      method: last()?.method ?? '',
      path: new URL(last()?.url ?? '').pathname,
      headers: { 'FSPIOP-Source': source, 'FSPIOP-Destination': destination },
      body: last()?.body ?? '',
    });
  try {
    await mojaloop.run('mojaloop:request-quote:1', {
      tenant: 'lion',
      transactionId,
      traceparent,
      quoteId,
      payment: { ...order, amount: { amount: '100.12', currency } },
      partyAnswer: { party: { partyIdInfo: { ...party('2'), fspId: 'buffalofsp' } } },
      timers: {
        partyLookup: 'PT10S',
        quote: 'PT20S',
        payerDecision: 'PT1M',
        transferAnswer: 'PT40S',
        transferExpiry: 'PT30S',
        switchSweep: 'PT30S',
        askTransferState: 'PT10S',
      },
      stepStartedAt: '2026-11-21T10:24:00Z',
    });
    expect(await deliver('lionfsp', 'buffalofsp')).toMatchObject({ status: 202, text: '' });
    const asked = mojaloop.engine.last('quote-received', 'buffalo:');
    const payeeQuote = { accountId: '1', payeeFspFee: { amount: '0.12', currency } };
    const answeredAt = '2026-11-21T10:24:00Z';
    await mojaloop.run('mojaloop:answer-quote:1', { ...asked, payeeQuote, answeredAt });
    expect(await deliver('buffalofsp', 'lionfsp')).toMatchObject({ status: 200, text: '' });
    expect(mojaloop.engine.last('quote-answered', 'lion:')).toMatchObject({
      quoteAnswer: { quote: { transferAmount: { amount: '100.12', currency } } },
    });
  } finally {
    await mojaloop.close();
  }
});

test('a code that neither ISO 4217 nor the published schemas have is none', async () => {
  const mojaloop = await startMojaloop([mojaloopTenant('buffalo')]);
  const transfer = {
    transferId: quoteId,
    payeeFsp: 'buffalofsp',
    payerFsp: 'lionfsp',
    ilpPacket: 'AYIB',
    condition: 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U',
    expiration: '2026-11-21T10:24:30.000Z',
  };
  const statusFor = async (currency: string) => {
    const body = { ...transfer, amount: { amount: '1', currency } };
    return (await mojaloop.call({ method: 'POST', path: '/transfers', body })).status;
  };
  const statuses: number[] = [];
  for (const one of ['VEF', 'SLE', 'XQX', 'sle']) statuses.push(await statusFor(one));
  await mojaloop.close();
  // VEF was withdrawn in 2018 and is in the published list still.
  expect(statuses).toEqual([202, 202, 400, 400]);
});

test('a tenant’s own list is of ISO 4217 as it is today, spelled as it is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-currencies-'));
  const load = (currencies: readonly string[]) => {
    const file = `tenant: lion\nfspId: lionfsp\ncurrencies: [${currencies.join()}]\npart: {}\n`;
    writeFileSync(join(folder, 'lion.yaml'), file);
    return tenantsIn(folder, 'part', z.object({}));
  };
  expect(load(ofToday).get('lion')?.currencies).toEqual(ofToday);
  for (const wrong of ['tzs', 'VEF', 'XQX']) expect(() => load([wrong])).toThrow('ISO 4217');
  rmSync(folder, { recursive: true });
  expect(ofToday.map(currencyDecimals)).toEqual([2, 2, 2, 2, 2, 2, 2, 4, 2, 2]);
});
