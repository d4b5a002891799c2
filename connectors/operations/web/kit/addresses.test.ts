import {
  addressOf,
  causeAddress,
  fullAddress,
  matterAddress,
  nameIn,
  paymentAddress,
  placeAddress,
} from './addresses';

test('a name survives its address, whatever is in it', () => {
  for (const name of ['lion:payer:a/b?c#d', 'cause:%', '100%']) {
    expect(nameIn(addressOf(name))).toBe(name);
  }
  expect(nameIn('100%')).toBe('100%');
});

test('an id and a tenant go into an address as they are, whatever they are made of', () => {
  expect(placeAddress('lion', 'work')).toBe('~/app/lion/work');
  expect(paymentAddress('li/on', 'a/b?c')).toBe('~/app/li%2Fon/payments/a%2Fb%3Fc');
  expect(matterAddress('lion', 'lion:payer:f')).toBe('~/app/lion/work/lion%3Apayer%3Af');
  expect(causeAddress('lion', 'a cause')).toBe('~/app/lion/work/incidents/a%20cause');
});

test('an address that is handed over begins at the page’s origin', () => {
  const address = paymentAddress('lion', 't-1');
  expect(fullAddress('https://hub.test', address)).toBe('https://hub.test/app/lion/payments/t-1');
});
