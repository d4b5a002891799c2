/** The API for fee rules in the language that a request asks for: errors at the cell and at the line. */
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { conditions, statements } from '../kit/fee-rules/interchange-fee-tables';
import { noRuleSets } from '../kit/fee-rules/no-rule-sets';
import type { RunningApi } from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';

jest.setTimeout(120_000);

let api: RunningApi;
beforeAll(async () => {
  const environment = { FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000' };
  api = await startApi({ ruleSets: noRuleSets, kafka: undefined }, environment);
});
afterAll(() => api.close());

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

async function inBoth(path: string, body: string | object, headers: Record<string, string> = {}) {
  const ask = (language: string) =>
    api.post(path, { headers: { ...headers, 'accept-language': language }, body });
  const [en, sw] = [await ask('en'), await ask('sw')];
  expect(sw.status).toBe(en.status);
  expect([en, sw].map((one) => one.headers.get('content-language'))).toEqual(['en', 'sw']);
  return { en: en.body, sw: sw.body };
}

function expectTranslated(english: unknown, swahili: unknown): void {
  const [before, after] = [english as readonly Told[], swahili as readonly Told[]];
  expect(before.length).toBeGreaterThan(0);
  const places = (all: readonly Told[]) => all.map((one) => ({ ...one, message: '', hint: '' }));
  expect(places(after)).toEqual(places(before));
  for (const [index, { message, hint }] of before.entries()) {
    expect(after[index]?.message).not.toBe(message);
    expect(after[index]?.hint).not.toBe(hint);
  }
}

const tables = {
  conditions: conditions.rows.slice(1),
  statements: statements.rows.slice(1),
  annotations: [] as string[][],
};

test('what is wrong with a cell is told in Swahili, at the same cell', async () => {
  const rows = tables.conditions.map((cells, at) => (at === 0 ? cells.with(1, 'Amuont') : cells));
  const { en, sw } = await inBoth('/tables', { ...tables, conditions: rows });
  expectTranslated(en['problemsInTables'], sw['problemsInTables']);
  expect(sw['problemsInTables']).toMatchObject([
    {
      message: 'Hakuna sehemu Amuont',
      hint: 'Andika "Amuont" kwenye nukuu ikiwa ni maandishi.',
    },
  ]);
});

test('what is wrong with a line is told in Swahili, at the same line', async () => {
  const wrong = interchangeFee.replace('EQ', 'IS').replace('};', '}');
  const { en, sw } = await inBoth('/checks', wrong, { 'content-type': 'text/plain' });
  expectTranslated(en['problems'], sw['problems']);
});

test('what is no rule at all, and what no request may be, is told in Swahili', async () => {
  const none = await inBoth('/checks', ' ', { 'content-type': 'text/plain' });
  expect(none.sw['problems']).toMatchObject([
    { message: 'Hakuna kanuni: hakuna ambaye angetozwa chochote' },
  ]);
  const { en, sw } = await inBoth('/tables', { conditions: 5 });
  expect(sw).toMatchObject({ type: en['type'], title: 'Ombi si sahihi' });
});
