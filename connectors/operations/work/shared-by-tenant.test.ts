import { sharedByTenant } from './shared-by-tenant';

function world() {
  const asked: { tenant: string; answer: (value: string) => void; fail: (why: Error) => void }[] =
    [];
  const ask = sharedByTenant(
    (tenant) =>
      new Promise<string>((answer, fail) => {
        asked.push({ tenant, answer, fail });
      }),
  );
  return { asked, ask };
}

test('who asks while it is being found waits for the same answer, of each tenant its own', async () => {
  const { asked, ask } = world();
  const [first, second, theirs] = [ask('lion'), ask('lion'), ask('buffalo')];
  expect(asked.map(({ tenant }) => tenant)).toEqual(['lion', 'buffalo']);
  asked[0]?.answer('of lion');
  asked[1]?.answer('of buffalo');
  expect(await Promise.all([first, second, theirs])).toEqual(['of lion', 'of lion', 'of buffalo']);
});

test('who asks afterwards is told how it is then, and so is who asks after a failure', async () => {
  const { asked, ask } = world();
  const failing = [ask('lion'), ask('lion')];
  asked[0]?.fail(new Error('away'));
  for (const one of failing) await expect(one).rejects.toThrow('away');
  const again = ask('lion');
  asked[1]?.answer('there');
  expect(await again).toBe('there');
  const later = ask('lion');
  asked[2]?.answer('changed');
  expect(await later).toBe('changed');
});
