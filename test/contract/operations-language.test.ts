/** The operations' API in the language that a request asks for: the same data, the same codes, other sentences. */
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { comparedLanguages, sentencesOf } from '../kit/languages';
import { silentLog } from '../kit/mojaloop';
import { OperatorsWorld } from '../kit/parts/operators-world';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { toldStories } from '../kit/parts/told-stories';

let world: OperatorsWorld;
const start = async (...options: Parameters<typeof OperatorsWorld.start>) => {
  world = await OperatorsWorld.start(...options);
};

interface Asked {
  readonly body?: object;
  readonly who?: string;
  readonly tenant?: string;
}

async function ask(language: string | undefined, path: string, asked: Asked = {}) {
  const { body, who = 'amina', tenant = 'lion' } = asked;
  const token = await world.tokenOf(who, `${tenant}:operator`, `${tenant}:approver`);
  const headers: Record<string, string> =
    language === undefined ? {} : { 'Accept-Language': language };
  const call = { token, headers, ...(body && { body }) };
  const url = `/tenants/${tenant}${path}`;
  return body === undefined
    ? world.operations.api.get(url, call)
    : world.operations.api.post(url, call);
}

async function inBoth(path: string, asked: Asked = {}) {
  const [en, sw] = [await ask('en', path, asked), await ask('sw', path, asked)];
  expect([en.status, sw.status]).toEqual([en.status, en.status]);
  return { en: en.body, sw: sw.body, ...comparedLanguages(en.body, sw.body) };
}

describe('Accept-Language', () => {
  beforeAll(async () => {
    await start();
    await world.waits('t-1');
  });
  afterAll(() => world.close());

  test.each([
    [undefined, 'en'],
    ['sw', 'sw'],
    ['sw-TZ', 'sw'],
    ['SW', 'sw'],
    ['fr, sw;q=0.4', 'sw'],
    ['sw;q=0.5, en;q=0.9', 'en'],
    ['en;q=0.5, sw;q=0.9', 'sw'],
    ['fr', 'en'],
    ['*', 'en'],
    ['sw;q=0', 'en'],
    ['', 'en'],
    ['-- nonsense ;;', 'en'],
  ])('%s is answered in %s, and caches are told so', async (asked, language) => {
    for (const path of ['/work', '/decisions/00000000-0000-4000-8000-000000000001']) {
      const { headers, body } = await ask(asked, path);
      expect(headers.get('Content-Language')).toBe(language);
      expect(headers.get('Vary')).toContain('Accept-Language');
      const sentences = [...sentencesOf(body).values()].join(' ');
      expect(sentences).toMatch(language === 'sw' ? /mlipaji|Hakuna/ : /payer|There is/);
    }
  });
});

describe('in Swahili', () => {
  afterEach(() => world.close());

  test('what waits, what may be decided and why another may not is told in Swahili', async () => {
    await start();
    await world.waits('t-1');
    await world.waits('t-2', 'BOOKING_FAILED', {
      operatorChoices: ['book', 'close'],
      errorInformation: { errorCode: '5106', errorDescription: 'No account' },
    });
    await world.waits('t-3', 'RELEASE_FAILED');
    await world.waits('t-4', 'HOLD_UNKNOWN');
    await world.standStill(2);
    for (const path of ['/work', '/waiting', '/incidents']) {
      const { untranslated, changed, sw } = await inBoth(path);
      expect({ path, untranslated, changed }).toEqual({ path, untranslated: [], changed: [] });
      expect(sentencesOf(sw).size).toBeGreaterThan(2);
    }
    const { sw } = await inBoth('/work');
    expect(JSON.stringify(sw)).toContain('100.00 TZS. Zimezuiwa kwenye akaunti ya mlipaji.');
  });

  test('why nothing was decided is told in Swahili, with the same type, status and places', async () => {
    await start();
    const { toldAt } = await world.waits('t-1');
    await world.post(`/work/${encodeURIComponent('lion:payer:t-1')}/take`, undefined, 'juma');
    const decide = (body: object, who = 'amina') => inBoth('/decisions', { body, who });
    const right = { transferId: 't-1', decision: 'book', why: 'seen', basis: toldAt };
    const refusals = [
      await decide(right),
      await decide({ ...right, transferId: 't-9' }),
      await decide({ ...right, basis: '2026-11-28T00:00:00.000Z' }, 'juma'),
      await decide({ ...right, decision: 'reverse' }, 'juma'),
      await decide({ ...right, why: '', more: 1 }),
      await inBoth('/payments/no-such'),
      await inBoth('/reports/holds?from=2026-11-28T00:00:00Z'),
      await inBoth('/incidents/retries', { body: { group: 'none', count: 1, why: 'x' } }),
    ];
    for (const { en, sw, untranslated, changed } of refusals) {
      expect({ untranslated, changed }).toEqual({ untranslated: [], changed: [] });
      expect(sw).toMatchObject({ type: en['type'], status: en['status'] });
      expect(sentencesOf(sw).size).toBeGreaterThan(0);
    }
    expect(refusals[0]?.sw['detail']).toBe('juma ameichukua: muombe akukabidhi');
  });

  test('what became of a decision is told in Swahili, as the relay has said it', async () => {
    await start({ operators: { secondPerson: { above: { TZS: '50' } } } });
    const { toldAt } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'release', why: 'aborted', basis: toldAt };
    const { body: asked } = await ask('sw', '/decisions', { body });
    const path = `/decisions/${String(asked['decisionId'])}`;
    await world.endOf(asked['decisionId']);
    expect((await ask('sw', path)).body).toMatchObject({
      status: 'needs-approval',
      happened: 'Hakuna kilichofanyika bado: mtu mwingine, approver, lazima aidhinishe.',
    });
    const own = await ask('sw', `${path}/approval`, { body: { why: 'x' } });
    expect(own.body['detail']).toBe('amina ndiye aliyeamua: mtu mwingine lazima aidhinishe');
    await ask('sw', `${path}/approval`, { body: { why: 'seen too' }, who: 'juma' });
    await world.endOf(asked['decisionId']);
    const { en, sw, untranslated, changed } = await inBoth(path);
    expect({ untranslated, changed }).toEqual({ untranslated: [], changed: [] });
    expect([en['happened'], sw['happened']]).toEqual([
      'release is decided and being done. If it does not work, the payment waits again.',
      'release imeamuliwa na inatekelezwa. Isipofaulu, malipo yanasubiri tena.',
    ]);
  });

  const index = (events?: readonly PaymentEvent[]) =>
    indexRecorded(
      world.operations.elasticsearch.door({ clock: systemClock, log: silentLog }),
      events,
    );

  test.each(toldStories)('a payment’s story is told in Swahili: $title', async ({ events }) => {
    await start();
    await index(events);
    const [{ tenant, transactionId }] = events as [PaymentEvent];
    for (const path of [`/payments/${transactionId}`, `/payments/${transactionId}/messages`]) {
      const { untranslated, changed } = await inBoth(path, { tenant });
      expect({ path, untranslated, changed }).toEqual({ path, untranslated: [], changed: [] });
    }
  });

  test('every payment that was recorded is told in Swahili, and found in it', async () => {
    await start();
    await index();
    const told = new Set<string>();
    for (const { tenant, transactionId } of eventsOfRecordings()) {
      if (told.has(`${tenant} ${transactionId}`)) continue;
      told.add(`${tenant} ${transactionId}`);
      const { untranslated, changed } = await inBoth(`/payments/${transactionId}`, { tenant });
      expect({ transactionId, untranslated, changed }).toEqual({
        ...{ transactionId, untranslated: [], changed: [] },
      });
    }
    for (const tenant of ['lion', 'buffalo']) {
      const found = await inBoth('/payments/search', { body: {}, tenant });
      expect(found.untranslated).toEqual([]);
      for (const report of ['failures', 'steps', 'volumes', 'holds']) {
        const { untranslated, changed } = await inBoth(`/reports/${report}`, { tenant });
        // An age is the name of a group, which the page calls by its own words.
        const others = untranslated.filter((one) => !/\/age: /.test(one));
        expect({ report, untranslated: others, changed }).toEqual({
          ...{ report, untranslated: [], changed: [] },
        });
      }
    }
  });

  test('a spreadsheet of payments has Swahili headings and sentences', async () => {
    await start();
    await index();
    const token = await world.tokenOf('amina', 'lion:viewer');
    const headers = { 'Accept-Language': 'sw', Accept: 'text/csv' };
    const { text } = await world.operations.api.post('/tenants/lion/payments/search', {
      ...{ token, headers, body: {} },
    });
    const [headings = '', first = ''] = text.split('\r\n');
    expect(headings).toContain('Kilichotokea,Fedha zilipo');
    expect(first).toMatch(/Malipo ya .* kutoka kwa mteja wa/);
  });
});
