/** Notes, checkpoints, paths of tiles and entries: held to what C2SP and golang.org/x/mod/sumdb publish. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { openCheckpoint, signCheckpoint } from './checkpoint';
import { bundleOf, entryOf, readBundle } from './entry';
import { hashLeaf } from './merkle';
import { openNote, readVerifierKey, signNote, verifierKeyOf } from './note';
import { entriesPath, partialTiles, tilePath } from './tiles';

/** golang.org/x/mod/sumdb/note: `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK..`, the seed put in front as PKCS #8 does. */
const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
const peter = {
  name: 'PeterNeumann',
  privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
};
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const enochKey = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peterSignature =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const enochSignature =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

function verifier(key: string) {
  const read = readVerifierKey(key);
  if (read === undefined) throw new Error(`${key} is no key`);
  return read;
}

describe('notes', () => {
  test('are signed as Go signs them, with the same keys', () => {
    expect(verifierKeyOf(peter)).toBe(peterKey);
    expect(signNote(text, peter)).toBe(`${text}\n${peterSignature}`);
  });

  test('are opened by any of their keys, beside signatures of others', () => {
    const note = `${text}\n${peterSignature}${enochSignature}`;
    expect(openNote(note, verifier(peterKey))).toBe(text);
    expect(openNote(note, verifier(enochKey))).toBe(text);
    expect(openNote(`${text}\n${enochSignature}`, verifier(peterKey))).toBeUndefined();
  });

  test.each([
    ['no signature', text],
    ['no signature after the empty line', `${text}\n`],
    ['half a line', `${text}\n${peterSignature.slice(0, -1)}`],
    ['a control character', `\u0001${text}\n${peterSignature}`],
    ['a bad name', `${text}\n${peterSignature.replace('PeterNeumann', 'Peter Neumann')}`],
    ['a line that is no signature', `${text}\n${peterSignature}Unexpected line.\n`],
    [
      'a signature that is spoilt',
      `${text}\n${peterSignature.slice(0, 60)}ABCD${peterSignature.slice(60)}`,
    ],
    [
      'a good signature beside a spoilt one',
      `${text}\n${peterSignature}${peterSignature.replace('JkuBS', 'JkuBT')}`,
    ],
    ['another text', `${text.replace('answer', 'Answer')}\n${peterSignature}`],
    ['too many signatures', `${text}\n${peterSignature.repeat(101)}`],
  ])('with %s are not opened', (_what, note) => {
    expect(openNote(note, verifier(peterKey))).toBeUndefined();
  });

  test('keys that are cut or changed anywhere are none', () => {
    const cut = Array.from({ length: peterKey.length }, (_, at) => peterKey.slice(0, at));
    const changed = Array.from(peterKey).map(
      (one, at) =>
        peterKey.slice(0, at) + String.fromCharCode(one.charCodeAt(0) + 1) + peterKey.slice(at + 1),
    );
    const wrong = [
      ...cut,
      ...changed,
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ];
    expect(wrong.filter((key) => readVerifierKey(key) !== undefined)).toEqual([]);
  });
});

describe('checkpoints', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = { name: 'hub.example/audit/main/1', privateKey };
  const root = hashLeaf(Buffer.from('x'));

  test('say in three lines which log, how many entries and which root', () => {
    const note = signCheckpoint({ origin: signer.name, size: 7, root }, signer);
    expect(note.split('\n').slice(0, 4)).toEqual([signer.name, '7', root.toString('base64'), '']);
    expect(openCheckpoint(note, verifier(verifierKeyOf(signer)))).toEqual({
      ...{ origin: signer.name, size: 7, root },
    });
  });

  test.each(['01', '-1', '1.5', '', '1e3'])('of %s entries are none', (size) => {
    const note = signNote(`${signer.name}\n${size}\n${root.toString('base64')}\n`, signer);
    expect(openCheckpoint(note, verifier(verifierKeyOf(signer)))).toBeUndefined();
  });

  test('of another log are none, though our key has signed them', () => {
    const note = signCheckpoint({ origin: 'hub.example/audit/main/2', size: 7, root }, signer);
    expect(openCheckpoint(note, verifier(verifierKeyOf(signer)))).toBeUndefined();
  });
});

describe('tiles', () => {
  test('have the paths that the specification gives as examples', () => {
    const full = { level: 5, index: 123_456_078, width: 256 };
    expect(tilePath(full)).toBe('tile/5/x123/x456/078');
    expect(tilePath({ ...full, width: 2 })).toBe('tile/5/x123/x456/078.p/2');
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(entriesPath({ index: 3_057_500, width: 256 })).toBe('tile/entries/x003/x057/500');
    expect(tilePath({ level: 0, index: 1, width: 5 })).toBe('tile/0/001.p/5');
  });

  test('are partial where the specification has them so', () => {
    expect(partialTiles(70_000).map(({ level, index, width }) => [level, index, width])).toEqual([
      [0, 273, 112],
      [1, 1, 17],
      [2, 0, 1],
    ]);
    expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTiles(0)).toEqual([]);
  });
});

describe('entries', () => {
  test('are the same however often a record is exported, and others when anything of it is', () => {
    const document = '{"position":80,"value":{"a":1.0},"sequence":2251799813685257}';
    const again = '{"value":{"a":1.0},"position":80,"sequence":2251799813685299}';
    expect(entryOf('1-80', again)).toEqual(entryOf('1-80', document));
    const changed = document.replace('1.0', '1.1');
    expect(entryOf('1-80', changed)).not.toEqual(entryOf('1-80', document));
    expect(entryOf('1-81', document)).not.toEqual(entryOf('1-80', document));
  });

  test('come out of a bundle as they went in, and half a bundle is none', () => {
    const entries = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(65_535, 7)];
    const bundle = bundleOf(entries);
    expect(bundle.subarray(0, 3)).toEqual(Buffer.from([0, 1, 0x61]));
    expect(readBundle(bundle)).toEqual(entries);
    expect(() => readBundle(bundle.subarray(0, -1))).toThrow('cut off');
    expect(() => readBundle(bundle.subarray(0, 4))).toThrow('cut off');
  });
});
