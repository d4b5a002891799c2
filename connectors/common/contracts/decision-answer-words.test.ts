import { answerOf, answerText } from './decision-answer-words';

test('what the relay answers stands in English, and is read in other languages', () => {
  const answer = answerOf('noTenant', 'lion');
  expect(answer).toEqual({
    why: 'There is no tenant lion here.',
    said: { phrase: 'noTenant', about: ['lion'] },
  });
  expect(answerText(answer, 'en')).toBe(answer.why);
  expect(answerText(answer, 'sw')).toBe('Hakuna taasisi lion hapa.');
});

test('why it waits by now is told in the same language', () => {
  const { why, said } = answerOf('otherReason', 't-1', 'HOLD_UNKNOWN');
  expect(why).toContain('nothing was sent to the switch');
  expect(answerText({ why, said }, 'sw')).toContain('hakuna kilichotumwa kwenye swichi');
});

test.each([
  ['of an older relay', undefined],
  ['of a phrase that is not known here', { phrase: 'constructor', about: [] }],
  ['that is about more than is known here', { phrase: 'noTenant', about: ['lion', 'buffalo'] }],
])('an answer %s stands as it was written', (_what, said) => {
  expect(answerText({ why: 'as it was written', said }, 'sw')).toBe('as it was written');
});
