import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ensureDistribution, type Distribution } from './distribution';

const folder = mkdtempSync(join(tmpdir(), 'distribution-'));
const archive = join(folder, 'tool-1.tar.gz');
const cacheBefore = process.env['PAYMENT_HUB_CACHE'];
let cache = '';

beforeAll(() => {
  mkdirSync(join(folder, 'tool-1/bin'), { recursive: true });
  writeFileSync(join(folder, 'tool-1/bin/tool'), 'hello');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'tool-1']);
});

beforeEach(() => {
  cache = mkdtempSync(join(folder, 'cache-'));
  process.env['PAYMENT_HUB_CACHE'] = cache;
});

afterAll(() => {
  if (cacheBefore === undefined) delete process.env['PAYMENT_HUB_CACHE'];
  else process.env['PAYMENT_HUB_CACHE'] = cacheBefore;
  rmSync(folder, { recursive: true });
});

const tool = (sha512: string): Distribution => ({
  title: 'Tool 1',
  artifact: { group: 'g', name: 'tool', version: '1', packaging: 'tar.gz' },
  sha512,
  megabytes: 1,
});
const published = () => tool(createHash('sha512').update(readFileSync(archive)).digest('hex'));

/** In the place of Maven: copies the archive, and counts how often. */
function createFetch() {
  const fetch = async (): Promise<string> => {
    fetch.count += 1;
    await Promise.resolve();
    const copy = join(cache, 'fetched.tar.gz');
    copyFileSync(archive, copy);
    return copy;
  };
  fetch.count = 0;
  return fetch;
}

describe('a distribution', () => {
  test('is fetched once, unpacked, and from then on found in the cache', async () => {
    const fetch = createFetch();
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const [first, second] = await Promise.all([
      ensureDistribution(published(), say, fetch),
      ensureDistribution(published(), say, fetch),
    ]);
    await ensureDistribution(published(), say, fetch);
    expect(fetch.count).toBe(1);
    expect(second).toBe(first);
    expect(readFileSync(join(first, 'bin/tool'), 'utf8')).toBe('hello');
    expect(lines[0]).toBe(`fetching Tool 1 (1 MB, once) into ${cache}`);
    expect(readdirSync(cache)).toEqual(['tool-1']);
  });

  test('that is not what was published is refused and removed', async () => {
    const fetch = createFetch();
    const ensured = ensureDistribution(tool('00'), () => undefined, fetch);
    await expect(ensured).rejects.toThrow(
      /is not the file that was published: SHA-512 [0-9a-f]{128}/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  test('in a zip is unpacked without the folder that all of it is in', async () => {
    const zip = zipSync({ 'tool-1': { bin: { tool: strToU8('hello') } } });
    const distribution = {
      ...tool(createHash('sha512').update(zip).digest('hex')),
      artifact: { ...tool('').artifact, packaging: 'zip' },
    };
    const fetched = join(cache, 'fetched.zip');
    writeFileSync(fetched, zip);
    const fetch = () => Promise.resolve(fetched);
    const home = await ensureDistribution(distribution, () => undefined, fetch);
    expect(readFileSync(join(home, 'bin/tool'), 'utf8')).toBe('hello');
  });

  test('that was left half unpacked by a crash is unpacked afresh', async () => {
    mkdirSync(join(cache, 'tool-1.unpacking/rest'), { recursive: true });
    const home = await ensureDistribution(published(), () => undefined, createFetch());
    expect(existsSync(join(home, 'rest'))).toBe(false);
    expect(readdirSync(cache)).toEqual(['tool-1']);
  });
});
