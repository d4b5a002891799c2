import { anew, emptyDraft, isBegun, readDraft, whyOf } from './draft';

const draft = { ...emptyDraft('one'), choice: 'book', text: 'seen in the records' };

test('a draft is read again as it was written', () => {
  expect(readDraft(JSON.stringify(draft))).toEqual(draft);
  const sent = { ...draft, sent: '{"decision":"book"}', variables: { timers: '{}' } };
  expect(readDraft(JSON.stringify(sent))).toEqual(sent);
});

test.each([
  null,
  '',
  'no JSON',
  '[]',
  'null',
  '{"id":"one"}',
  JSON.stringify({ ...draft, sent: 1 }),
])('what is no draft is none: %s', (stored) => {
  expect(readDraft(stored)).toBeUndefined();
});

test('under another id it is another decision, with the same words', () => {
  expect(anew({ ...draft, sent: '{}' }, 'two')).toEqual({ ...draft, id: 'two', sent: null });
});

test('only what somebody has typed or chosen is worth keeping', () => {
  expect(isBegun(emptyDraft('one'))).toBe(false);
  expect(isBegun(draft)).toBe(true);
  expect(isBegun({ ...emptyDraft('one'), variables: { timers: ' ' } })).toBe(false);
});

test('a reason is one of the list, words of one’s own, or both', () => {
  expect(whyOf('Settled by hand', '')).toBe('Settled by hand');
  expect(whyOf('Settled by hand', ' voucher 7 ')).toBe('Settled by hand: voucher 7');
  expect(whyOf(undefined, 'voucher 7')).toBe('voucher 7');
  expect(whyOf(undefined, ' ')).toBeUndefined();
});
