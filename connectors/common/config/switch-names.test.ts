import { namedSwitchesIn, switchNameOf } from './switch-names';

const several = {
  mojaloop: {
    switches: [
      { name: 'tips', currencies: ['TZS'], address: 'http://tips.example', hosts: ['a'] },
      { name: 'world', currencies: ['JPY', 'USD'], address: 'http://world.example' },
    ],
  },
};

test.each([
  ['a tenant’s only switch', { mojaloop: { switch: 'http://switch.example' } }, 'TZS', 'switch'],
  ['a tenant without the section, which another role reads', {}, 'TZS', 'switch'],
  ['the one that takes the currency', several, 'USD', 'world'],
  ['none, where none takes the currency', several, 'EUR', undefined],
])('a payment goes over %s', (_which, file, currency, name) => {
  const switches = namedSwitchesIn(file);
  expect(switchNameOf(switches === undefined ? {} : { switches }, currency)).toBe(name);
});
