import { Registry } from 'prom-client';
import { silentLog } from '../../../test/kit/mojaloop';
import type { SwitchSettings } from '../switch-settings';
import { createSwitchClocks } from './switch-clocks';

const now = Date.UTC(2026, 10, 28);
const via = {
  name: 'switch',
  addresses: { transfers: 'https://switch.example/transfers' },
} as unknown as SwitchSettings;

const clocks = () =>
  createSwitchClocks({ clock: { now: () => now }, log: silentLog, metrics: new Registry() });

describe('before the switch’s clock is known', () => {
  test.each([
    ['whose sender is behind us', now - 20_000, now - 21_000],
    ['whose sender is ahead of us', now + 20_000, now - 1_000],
    ['whose sender’s clock stands in another year', Date.UTC(2015, 0, 1), now - 301_000],
  ])('the time of a message %s is never in its future, and never years ago', (_how, date, past) => {
    expect(clocks().past(via, date, 1_000)).toBe(past);
  });
});
