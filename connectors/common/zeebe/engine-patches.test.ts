import { patchFinding } from './engine-patches';

const day = (text: string) => Date.parse(text);
const said = (version: string, nowMs: number) => {
  const { status, detail, whatToDo = '' } = patchFinding(version, nowMs);
  return [status, `${detail} -> ${whatToDo}`] as const;
};

test('a line without patches is a warning: since when, what this one lacks, and who may reach it', () => {
  const [status, text] = said('8.5.8', day('2026-11-29'));
  expect(status).toBe('warn');
  expect(text).toMatch(/no patches since 2025-10-14, and 8\.5\.8 lacks those up to 8\.5\.25/);
  expect(text).toMatch(/nobody but the roles of the hub reach its gateway.* Run 8\.5\.25\./);
});

test('the last of a line lacks nothing that there is, and is without patches all the same', () => {
  const [status, text] = said('8.5.25', day('2026-11-29'));
  expect(status).toBe('warn');
  expect(text).toMatch(
    /no patches since 2025-10-14 -> Let nobody.*whoever does can run code in it\. k8s/,
  );
});

test.each([
  ['8.7.20', '2026-10-12', /has patches until 2026-10-13; this build was tried on 8\.5 alone/],
  ['8.7.20', '2026-10-13', /no patches since 2026-10-13/],
  ['8.8.39', '2026-11-29', /has patches until 2027-04-13; this build was tried on 8\.5 alone/],
  ['8.10.9', '2026-11-29', /is not known to this build; this build was tried on 8\.5 alone/],
])('%s on %s', (version, when, what) => {
  const [status, text] = said(version, day(when));
  expect(status).toBe('warn');
  expect(text).toMatch(what);
});
