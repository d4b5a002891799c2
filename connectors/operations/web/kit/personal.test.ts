import { hasNumber, isMachineId, isPersonal } from './personal';

const uuid = '1cff7271-73a0-5470-936e-f6d801249120';

test.each(['+255712345678', '0712-345-678', '0712.345.678', 'of (0712) 345 678', 'a@example.org'])(
  '%s may be of a person',
  (text) => {
    expect(isPersonal(text)).toBe(true);
  },
);

test.each([uuid, '01ARZ3NDEKTSV4RRFFQ69G5FAV', `lion.missing.hub.${uuid}`, 'lion.2026-11-28.TZS'])(
  '%s is of a program, whatever digits are in it',
  (text) => {
    expect(isPersonal(text)).toBe(false);
  },
);

test('an address of mail is no number, but there may be one in it', () => {
  expect(hasNumber('amina@bank.example')).toBe(false);
  expect(hasNumber('255712345678@bank.example')).toBe(true);
});

test('only what is an id whole is one', () => {
  expect(isMachineId(uuid)).toBe(true);
  expect(isMachineId(`${uuid} 1`)).toBe(false);
});
