import { changed } from './changed-query';

test('a filter is changed, and the others stay', () => {
  expect(changed('side=payee&range=7d', { range: '30d' })).toBe('?side=payee&range=30d');
});

test('what is empty is no filter', () => {
  expect(changed('side=payee&range=7d', { range: '', side: undefined })).toBe('');
});
