import { matterKeyOf, transferOfKey } from './matters';

test('the transfer is in the name of a payment that waits', () => {
  expect(transferOfKey(matterKeyOf('lion', 'payer', 't:1'))).toBe('t:1');
  expect(transferOfKey('incident:9000')).toBeUndefined();
});
