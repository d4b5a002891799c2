import { gapsOf, onDuty } from './duty';
import { onCallSection } from './settings';

const people = { amina: { email: 'amina@lion.example' }, juma: { email: 'juma@lion.example' } };
const rota = onCallSection.parse({
  people,
  timeZone: 'Africa/Dar_es_Salaam',
  duty: [
    { people: ['amina'], days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' },
    { people: ['juma'], days: ['mon', 'tue', 'wed', 'thu'], from: '18:00', to: '08:00' },
    { people: ['juma', 'amina'], days: ['sat', 'sun'] },
  ],
});

test.each([
  // Three hours before the clocks of Dar es Salaam. The 30th of November is a Monday.
  ['in the day', '2026-11-30T05:00:00Z', ['amina']],
  ['until its last minute', '2026-11-30T14:59:59Z', ['amina']],
  ['in the evening', '2026-11-30T15:00:00Z', ['juma']],
  ['after midnight', '2026-12-01T04:59:00Z', ['juma']],
  [
    'on Sunday in the zone, which is Saturday in Greenwich',
    '2026-11-28T22:00:00Z',
    ['juma', 'amina'],
  ],
  ['in the night to Saturday', '2026-12-04T16:00:00Z', []],
])('%s whoever has that hour is on duty', (_when, at, names) => {
  expect(onDuty(rota, Date.parse(at))).toEqual(names);
});

test('a week has the gaps that nobody has', () => {
  expect(gapsOf(rota)).toEqual(['mon 00:00 to mon 08:00', 'fri 18:00 to sat 00:00']);
  expect(
    gapsOf({ duty: [{ people: ['amina'], days: ['sun'], from: '00:00', to: '24:00' }] }),
  ).toEqual(['mon 00:00 to sun 00:00']);
});

test('a week that is full has none, and without a rota all are on duty', () => {
  const all = onCallSection.parse({ people });
  expect(gapsOf(all)).toEqual([]);
  expect(onDuty(all, 0)).toEqual(['amina', 'juma']);
  const full = onCallSection.parse({
    people,
    duty: [{ people: ['amina'], from: '06:00', to: '06:00' }],
  });
  expect(gapsOf(full)).toEqual([]);
});

test('the hours are those of the clocks there, in summer and winter', () => {
  const berlin = onCallSection.parse({
    people,
    timeZone: 'Europe/Berlin',
    duty: [{ people: ['amina'], from: '08:00', to: '09:00' }],
  });
  expect(onDuty(berlin, Date.parse('2026-01-15T07:30:00Z'))).toEqual(['amina']);
  expect(onDuty(berlin, Date.parse('2026-07-15T06:30:00Z'))).toEqual(['amina']);
  expect(onDuty(berlin, Date.parse('2026-07-15T07:30:00Z'))).toEqual([]);
});

test.each([
  [{ duty: [{ people: ['nobody'] }] }, 'nobody is not in people'],
  [{ escalation: [{ afterRepeats: 1, people: ['jumaa'] }] }, 'jumaa is not in people'],
  [{ callAtMostEvery: 'PT20M' }, 'must not be longer than repeatEvery'],
  [{ people: { amina: {} } }, 'nobody could call them'],
  [{ timeZone: 'Tanzania/Here' }, 'is no time zone'],
  [{ limits: { heldForMax: 'PT5S' } }, 'must be from 60 s'],
])('%j is refused', (section, why) => {
  const { error } = onCallSection.safeParse({ people, ...section });
  expect(error?.issues.map(({ message }) => message).join()).toContain(why);
});
