import { readPreferences } from './read-preferences';

const usual = { language: 'en', theme: 'system', zone: 'own', hasShortcuts: true } as const;

test('what was chosen is read again', () => {
  const chosen = { language: 'sw', theme: 'dark', zone: 'utc', hasShortcuts: false } as const;
  expect(readPreferences(JSON.stringify(chosen), usual)).toEqual(chosen);
});

test.each([
  null,
  '',
  'no JSON',
  'null',
  '["sw"]',
  '{"language":"xx","theme":1,"zone":null,"hasShortcuts":"no"}',
])('%j changes nothing of what is usual', (stored) => {
  expect(readPreferences(stored, usual)).toEqual(usual);
});

test('what is good in it counts, whatever else is in it', () => {
  expect(readPreferences('{"language":"sw","theme":"pink"}', usual)).toEqual({
    ...usual,
    language: 'sw',
  });
});
