import { emptyDraft } from './draft';
import { readRules, storedText } from './stored-draft';

const draft = {
  ...emptyDraft,
  title: 'Fees',
  tables: { ...emptyDraft.tables, conditions: [['a', '', '', '']] },
};

test('rules under work come back as they were', () => {
  const stored = storedText({ draft, from: 'abc' });
  expect(readRules(stored ?? null)).toEqual({ draft, from: 'abc' });
});

test('nothing is kept of nothing', () => {
  expect(storedText({ draft: emptyDraft, from: undefined })).toBeUndefined();
  expect(readRules(null)).toBeUndefined();
});

test.each(['', 'null', '[]', '{"text":1}', '{"text":"a","tables":{"conditions":[[1]]}}'])(
  'what somebody else has stored is passed over: %s',
  (stored) => {
    expect(readRules(stored)).toBeUndefined();
  },
);
