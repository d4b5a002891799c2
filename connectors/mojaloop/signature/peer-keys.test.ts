import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rsaKeyPair } from '../../../test/kit/signatures';
import { silentLog } from '../../../test/kit/mojaloop';
import type { HttpResponse, Logger } from '../../common/runtime';
import { directoryKeys } from './directory-keys';
import { jwksKeys } from './jwks-keys';

const [first, second, third] = [rsaKeyPair(), rsaKeyPair(), rsaKeyPair()];
const short = rsaKeyPair(1024);
let nowMs = 0;
const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
let errors: object[] = [];
const log: Logger = { ...silentLog, error: (fields) => errors.push(fields) };

beforeEach(() => {
  errors = [];
});

const nameOf = (key: KeyObject): string | undefined =>
  Object.entries({ first, second, third }).find(([, pair]) => pair.publicKey.equals(key))?.[0];

describe('keys from a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'peer-keys-'));
    write('lionfsp.pem', first.publicPem);
    write('Hub.pem', second.publicPem);
    write('README', 'not a key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  const open = () => {
    const keys = directoryKeys(folder, { clock, log });
    return async (fspId: string) => {
      nowMs += 2_000;
      return (await keys.of(fspId)).map(nameOf);
    };
  };

  test('are those of the file named after the FSP', async () => {
    const of = open();
    expect(await of('lionfsp')).toEqual(['first']);
    expect(await of('Hub')).toEqual(['second']);
    expect(await of('hub')).toEqual([]);
    expect(await of('../peers/lionfsp')).toEqual([]);
    expect(await of('README')).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('may be two while a peer changes from one to the other', async () => {
    const of = open();
    write('lionfsp.pem', first.publicPem + third.publicPem);
    expect(await of('lionfsp')).toEqual(['first', 'third']);
    write('lionfsp.pem', third.publicPem);
    expect(await of('lionfsp')).toEqual(['third']);
    unlinkSync(join(folder, 'lionfsp.pem'));
    expect(await of('lionfsp')).toEqual([]);
  });

  test('that are broken cost neither their owner the old ones nor anyone else the new ones', async () => {
    const of = open();
    write('lionfsp.pem', short.publicPem);
    write('Hub.pem', third.publicPem);
    expect(await of('lionfsp')).toEqual(['first']);
    expect(await of('Hub')).toEqual(['third']);
    expect(errors).toEqual([
      { path: join(folder, 'lionfsp.pem'), reason: expect.stringContaining('2048 bits') as string },
    ]);
  });

  test('that are broken at the start are nobody’s, and the hub starts', async () => {
    write('lionfsp.pem', 'no key');
    const of = open();
    expect(await of('lionfsp')).toEqual([]);
    expect(await of('Hub')).toEqual(['second']);
    expect(errors).toHaveLength(1);
  });
});

describe('keys from a JWKS', () => {
  let answer: Partial<HttpResponse> | Error;
  let asked: number;
  beforeEach(() => {
    asked = 0;
    serve(jwk('lionfsp', first.publicKey), jwk('Hub', second.publicKey));
  });

  const jwk = (kid: string, key: KeyObject) => ({
    kid,
    use: 'sig',
    ...key.export({ format: 'jwk' }),
  });
  const serve = (...keys: object[]): void => {
    answer = { body: JSON.stringify({ keys }) };
  };
  const open = () => {
    const http = {
      request: () => {
        asked += 1;
        if (answer instanceof Error) return Promise.reject(answer);
        return Promise.resolve({ status: 200, headers: {}, body: '', ...answer });
      },
    };
    const keys = jwksKeys('http://keys.example', { clock, log, http });
    return { of: async (fspId: string) => (await keys.of(fspId)).map(nameOf), keys };
  };
  /** Lets a fetch in the background end. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test('are those whose kid is the FSP, fetched once for many', async () => {
    const { of } = open();
    expect(await Promise.all([of('lionfsp'), of('Hub'), of('hyenafsp')])).toEqual([
      ['first'],
      ['second'],
      [],
    ]);
    expect(asked).toBe(1);
  });

  test('are fetched again after a minute, without anyone waiting', async () => {
    const { of } = open();
    await of('lionfsp');
    serve(jwk('lionfsp', third.publicKey));
    nowMs += 59_999;
    await of('lionfsp');
    expect(asked).toBe(1);
    nowMs += 1;
    expect(await of('lionfsp')).toEqual(['first']);
    await settled();
    expect(await of('lionfsp')).toEqual(['third']);
    expect(await of('Hub')).toEqual([]);
  });

  test('are fetched at once when a signature fits none, but not again and again', async () => {
    const { of, keys } = open();
    await of('lionfsp');
    serve(jwk('lionfsp', first.publicKey), jwk('lionfsp', third.publicKey));
    expect(await keys.refresh()).toBe(false);
    nowMs += 5_000;
    expect(await Promise.all([keys.refresh(), keys.refresh()])).toEqual([true, true]);
    expect(await of('lionfsp')).toEqual(['first', 'third']);
    expect(await keys.refresh()).toBe(false);
    expect(asked).toBe(2);
  });

  test.each([
    ['nobody answers', () => new Error('refused')],
    ['the answer is an error', () => ({ status: 500, body: '{"keys":[]}' })],
    ['the answer is no JWKS', () => ({ body: '<html>' })],
    ['the answer holds no key', () => ({ body: '{"keys":[]}' })],
  ])('stay as they were when %s', async (_, spoilt) => {
    const { of, keys } = open();
    await of('lionfsp');
    answer = spoilt();
    nowMs += 60_000;
    await keys.refresh();
    expect(await of('lionfsp')).toEqual(['first']);
    expect(errors).toHaveLength(1);
  });

  test('that are too short leave the old one; those of other kinds are passed over, and told once', async () => {
    const { of, keys } = open();
    await of('lionfsp');
    const { n, e } = first.publicKey.export({ format: 'jwk' });
    serve(
      jwk('lionfsp', short.publicKey),
      jwk('Hub', third.publicKey),
      { kty: 'EC', kid: 'Hub', crv: 'P-384' },
      { kty: 'RSA', kid: 'Hub', use: 'enc', n, e },
      { kty: 'oct', kid: 'Hub', k: 'AAAA' },
      [],
    );
    nowMs += 60_000;
    await keys.refresh();
    expect(await of('lionfsp')).toEqual(['first']);
    expect(await of('Hub')).toEqual(['third']);
    nowMs += 60_000;
    await keys.refresh();
    const tooShort = expect.objectContaining({ kid: 'lionfsp' }) as object;
    const ofOtherKinds = ['EC P-384', 'oct'].map(
      (kind) => expect.objectContaining({ kid: 'Hub', kind }) as object,
    );
    expect(errors).toEqual([tooShort, ...ofOtherKinds, tooShort]);
  });

  test('may be of P-256', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    serve(jwk('lionfsp', publicKey));
    const { keys } = open();
    const [key] = await keys.of('lionfsp');
    expect(key?.equals(publicKey)).toBe(true);
    expect(errors).toEqual([]);
  });

  test('that could never be fetched are not taken for "no keys"', async () => {
    answer = new Error('refused');
    const { of } = open();
    await expect(of('lionfsp')).rejects.toThrow('http://keys.example');
    await expect(of('lionfsp')).rejects.toThrow();
    expect(asked).toBe(1);
    serve(jwk('lionfsp', first.publicKey));
    nowMs += 5_000;
    expect(await of('lionfsp')).toEqual(['first']);
  });
});
