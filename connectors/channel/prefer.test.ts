import fc from 'fast-check';
import { preferredWaitS } from './prefer';

test.each([
  ['wait=10', 10],
  ['Wait = 10', 10],
  ['wait="10"', 10],
  ['respond-async, wait=10', 10],
  ['wait=10; foo="some"', 10],
  ['wait=10, wait=20', 10],
  ['wait=61', 60],
  ['wait=999999999', 60],
  ['wait=0', undefined],
  ['wait=-1', undefined],
  ['wait=1.5', undefined],
  ['wait=soon', undefined],
  ['wait', undefined],
  ['await=10', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j asks to wait for %p seconds of at most 60', (header, seconds) => {
  expect(preferredWaitS(header, 60)).toBe(seconds);
});

test('no header ever asks for a wait out of bounds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const seconds = preferredWaitS(`wait=${text}`, 60) ?? 1;
      expect(seconds >= 1 && seconds <= 60).toBe(true);
    }),
  );
});
