import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureJars, type JarSet } from './jars';
import type { fetchJars } from './maven';

const cache = mkdtempSync(join(tmpdir(), 'jars-'));
const cacheBefore = process.env['PAYMENT_HUB_CACHE'];
beforeAll(() => (process.env['PAYMENT_HUB_CACHE'] = cache));
afterAll(() => {
  if (cacheBefore === undefined) delete process.env['PAYMENT_HUB_CACHE'];
  else process.env['PAYMENT_HUB_CACHE'] = cacheBefore;
  rmSync(cache, { recursive: true });
});

const setOf = (folder: string, content: string): JarSet => ({
  title: 'Tool 1',
  folder,
  jars: [
    {
      group: 'g',
      name: 'tool',
      version: '1',
      sha512: createHash('sha512').update(content).digest('hex'),
    },
  ],
  megabytes: 1,
});

/** In the place of Maven, and counts how often. */
function createFetch() {
  let fetches = 0;
  const fetch: typeof fetchJars = (_jars, _repository, folder) => {
    fetches += 1;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tool-1.jar'), 'published');
    return Promise.resolve();
  };
  return { fetch, count: () => fetches };
}

test('jars are fetched once, checked, and from then on found in the cache', async () => {
  const { fetch, count } = createFetch();
  const set = setOf('right', 'published');
  const folder = await ensureJars(set, () => undefined, fetch);
  await ensureJars(set, () => undefined, fetch);
  expect(readdirSync(folder)).toEqual(['tool-1.jar']);
  expect(count()).toBe(1);
});

test('a jar that is not what was published is refused, and the folder does not appear', async () => {
  const set = setOf('wrong', 'something else');
  const ensured = ensureJars(set, () => undefined, createFetch().fetch);
  await expect(ensured).rejects.toThrow(/is not the file that was published/);
  expect(existsSync(join(cache, 'wrong'))).toBe(false);
});
