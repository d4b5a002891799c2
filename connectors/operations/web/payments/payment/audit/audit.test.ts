import type { Story } from '../../../api/types';
import { checkCommand, proveCommand } from './commands';
import { idsOf } from './ids-of';

test('the command that proves a payment can be typed as it stands', () => {
  expect(proveCommand('1cff7271-73a0')).toBe('hub audit prove 1cff7271-73a0 --keys keys.txt');
  expect(checkCommand('1cff7271-73a0')).toBe(
    'hub audit check evidence-1cff7271-73a0 --keys keys.txt',
  );
});

test('an id that another bank has chosen stays one word of the command', () => {
  expect(proveCommand("a; rm -rf ~ 'b")).toBe(
    `hub audit prove 'a; rm -rf ~ '\\''b' --keys keys.txt`,
  );
});

test('decisions are asked for by transaction, transfer and incidents', () => {
  const story = {
    transactionId: 't',
    sides: [
      { incidents: [{ incidentKey: '7' }] },
      { transferId: 'f', incidents: [{ incidentKey: '8' }] },
    ],
  } as unknown as Story;
  expect(idsOf(story)).toEqual({ transactionId: 't', transferId: 'f', incidentKeys: '7,8' });
  expect(idsOf({ transactionId: 't', sides: [] })).toEqual({ transactionId: 't' });
});
