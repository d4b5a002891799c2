/** Held to published vectors: RFC 6962 as transparency-dev/merkle tests it, and answers of a real CT log as Go's tlog does. */
import fc from 'fast-check';
import {
  emptyRoot,
  hashLeaf,
  hashNode,
  isConsistent,
  isIncluded,
  proveConsistency,
  proveInclusion,
  splitOf,
  type SubtreeRoot,
} from './merkle';
import { subtreesOf, TiledTree, tileWidth, type Tile } from './tiles';

const hex = (text: string) => Buffer.from(text, 'hex');

const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex);

/** Of the first leaf, the first two, and so on. */
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);

const rootOf = (size: number): Buffer => roots[size - 1] ?? emptyRoot;

const inclusions = [
  { index: 0, size: 1, proof: [] },
  {
    ...{ index: 0, size: 8 },
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    ...{ index: 5, size: 8 },
    proof: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    ...{ index: 2, size: 3 },
    proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  },
  {
    ...{ index: 1, size: 5 },
    proof: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
].map(({ index, size, proof }) => ({
  ...{ index, size, root: rootOf(size), leaf: hashLeaf(leaves[index] ?? hex('')) },
  proof: proof.map(hex),
}));

const consistencies = [
  { oldSize: 1, size: 1, proof: [] },
  {
    ...{ oldSize: 1, size: 8 },
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    ...{ oldSize: 6, size: 8 },
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    ...{ oldSize: 2, size: 5 },
    proof: [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
  {
    ...{ oldSize: 6, size: 7 },
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
].map(({ oldSize, size, proof }) => ({
  ...{ oldSize, size, oldRoot: rootOf(oldSize), root: rootOf(size) },
  proof: proof.map(hex),
}));

/** Straight from the RFC's definition. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return emptyRoot;
  if (hashes.length === 1) return only;
  const split = splitOf(hashes.length);
  return hashNode(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}

/** A tree in tiles, as whoever has its files sees it. */
function tiled(hashes: readonly Buffer[]): {
  readonly tree: TiledTree;
  readonly subtree: SubtreeRoot;
} {
  const tiles = new Map<string, Buffer>();
  const nameOf = ({ level, index }: Tile) => `${level}/${index}`;
  const tree = new TiledTree((tile) => tiles.set(nameOf(tile), tile.hashes));
  for (const one of hashes) tree.append(one);
  for (const tile of tree.partial()) tiles.set(nameOf(tile), tile.hashes);
  const read = (tile: Tile): Buffer => {
    const hashesOfTile = tiles.get(nameOf(tile));
    if (hashesOfTile?.length !== tile.width * 32) throw new Error(`no tile ${nameOf(tile)}`);
    return hashesOfTile;
  };
  return { tree, subtree: subtreesOf(hashes.length, read) };
}

const leafHashes = (count: number) =>
  Array.from({ length: count }, (_, at) => hashLeaf(Buffer.from(`leaf ${at}`)));

describe('as published', () => {
  test('hashes of leaves, nodes and the empty tree', () => {
    expect(emptyRoot.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(hashLeaf(Buffer.from('L123456')).toString('hex')).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  test('the roots of the eight trees', () => {
    const tree = new TiledTree();
    const found = leaves.map((leaf) => {
      tree.append(hashLeaf(leaf));
      return tree.root();
    });
    expect(found).toEqual(roots);
  });

  test.each(inclusions)('leaf $index in the tree of $size', (inclusion) => {
    const { index, size, proof } = inclusion;
    const { subtree } = tiled(leaves.slice(0, size).map(hashLeaf));
    expect(proveInclusion(index, size, subtree)).toEqual(proof);
    expect(isIncluded(inclusion)).toBe(true);
  });

  test.each(consistencies)('the tree of $oldSize begins that of $size', (consistency) => {
    const { oldSize, size, proof } = consistency;
    const { subtree } = tiled(leaves.slice(0, size).map(hashLeaf));
    expect(proveConsistency(oldSize, size, subtree)).toEqual(proof);
    expect(isConsistent(consistency)).toBe(true);
  });

  test('what is a little other than that proves nothing', () => {
    const other = hex('abacaba000000000000000000000000000000000000000000060061e00123456');
    const spoilt = (proof: readonly Buffer[]) => [
      [...proof, hex('')],
      [...proof, other],
      [hex(''), ...proof],
      [other, ...proof],
      ...proof.map((one, at) => proof.with(at, Buffer.from(one.map((byte) => byte ^ 8)))),
      ...proof.map((_, at) => proof.toSpliced(at, 1)),
    ];
    for (const one of inclusions) {
      const { index, size, proof } = one;
      const wrong = [
        ...[index - 1, index + 1, index ^ 2].map((at) => ({ ...one, index: at })),
        ...[0, size * 2, size >> 1].map((many) => ({ ...one, size: many })),
        { ...one, leaf: hex('00') },
        { ...one, root: emptyRoot },
        ...spoilt(proof).map((hashes) => ({ ...one, proof: hashes })),
      ];
      expect(wrong.map(isIncluded)).toEqual(wrong.map(() => false));
    }
    for (const one of consistencies.slice(1)) {
      const { oldSize, oldRoot, size, root, proof } = one;
      const wrong = [
        ...[oldSize - 1, oldSize + 1, oldSize ^ 2, size + 1].map((many) => ({
          ...one,
          oldSize: many,
        })),
        ...[size * 2, size >> 1].map((many) => ({ ...one, size: many })),
        { ...one, oldRoot: root, root: oldRoot },
        ...[[], ...spoilt(proof)].map((hashes) => ({ ...one, proof: hashes })),
      ].filter((probe) => probe.oldSize > 0 || probe.proof.length > 0);
      expect(wrong.map(isConsistent)).toEqual(wrong.map(() => false));
    }
    const trivial = { oldSize: 0, oldRoot: emptyRoot, size: 0, root: emptyRoot, proof: [] };
    expect(isConsistent(trivial)).toBe(true);
    expect(isConsistent({ ...trivial, root: other })).toBe(false);
    expect(isConsistent({ ...trivial, proof: [other] })).toBe(false);
  });

  test('a log of certificates of 961,984,013 entries began with what it held at 3,654,490', () => {
    const root = Buffer.from('dwlueapdd7LaOEnX2W2Wp9v2XE+KzejHRQGHwEx0oaM=', 'base64');
    const oldRoot = Buffer.from('AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=', 'base64');
    const proof = argonConsistency.map((one) => Buffer.from(one, 'base64'));
    const consistency = { oldSize: 3_654_490, oldRoot, size: 961_984_013, root, proof };
    expect(isConsistent(consistency)).toBe(true);
    expect(isConsistent({ ...consistency, oldSize: 3_654_491 })).toBe(false);
  });
});

describe('against a tree that is computed as the RFC defines it', () => {
  const sizes = fc.integer({ min: 1, max: 3 * tileWidth + 7 });
  const hashes = leafHashes(3 * tileWidth + 7);

  test('every root is the same', () => {
    const tree = new TiledTree();
    const wanted = hashes.slice(0, 530).map((one, at) => {
      tree.append(one);
      return tree.root().equals(naiveRoot(hashes.slice(0, at + 1)));
    });
    expect(wanted).not.toContain(false);
  });

  test('any leaf of any tree is proven to stand in it, and no other leaf in its place', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, at, elsewhere) => {
        const { tree, subtree } = tiled(hashes.slice(0, size));
        const index = at % size;
        const proof = proveInclusion(index, size, subtree);
        const root = tree.root();
        const claim = { index, size, proof, root, leaf: hashes[index] ?? emptyRoot };
        expect(isIncluded(claim)).toBe(true);
        const other = elsewhere % size;
        expect(isIncluded({ ...claim, leaf: hashes[other] ?? emptyRoot })).toBe(other === index);
      }),
      { numRuns: 60 },
    );
  });

  test('any tree is proven to begin any larger one, and none that differs in one leaf', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, at, where) => {
        const oldSize = 1 + (at % size);
        const { tree, subtree } = tiled(hashes.slice(0, size));
        const proof = proveConsistency(oldSize, size, subtree);
        const oldRoot = tiled(hashes.slice(0, oldSize)).tree.root();
        const claim = { oldSize, oldRoot, size, root: tree.root(), proof };
        expect(isConsistent(claim)).toBe(true);
        const changed = hashes.slice(0, oldSize).with(where % oldSize, hashLeaf(Buffer.from('x')));
        expect(isConsistent({ ...claim, oldRoot: naiveRoot(changed) })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

/** golang.org/x/mod/sumdb/tlog/testdata/argon2020: what Google's log answered. */
const argonConsistency = [
  '80Sfbj6UQEdVSZCSIgh9NMPj3vCBzcc1A48B2crJSWg=',
  'FZcrgAHUk6nNPviJZq8kEK6jCG1d18pJOFE45ZDc1TQ=',
  'Q67reWXmPBo1UfmwBap4Xi9PMPfFdUSSw3WGlRZdG7k=',
  'eJ7CyhR4PxzBxDIsWgrVYW1eFUb9ndgf46tFmiqVrxA=',
  'QrDwp062Grm5WY8KdrhFsBuuNjGzRox2Jb8PmVL5OYw=',
  'XM4YMjMEdLH/XJam/ZWyaP14k3cmsOtnPsOWQ54lW1s=',
  'SGiBh+jOTGccXU48ZzgQ88lRcBmtB4wz4oSDndv2QTg=',
  'WAS6txqNLYKGL1GdBdpqmV42TTfn6cJsuDsqLXuTCNI=',
  'QFmRS0rirUA7ZN3lxFjDncV+E1OCrn3NUB4RCp+5fzc=',
  'Hdbp7It2XBNZmNDBpCN/KPd7vfVqxgzwOosqVIaEA9E=',
  'mxvHL0ZiblBdD7j7pIa1jlfB0gSqfJ6oX0UGo7L0VsU=',
  'q5hjyvoW6TL/PThgcitpDcSTrnKX2p1+aqscqH2euRA=',
  'jTOWDqt3IHj2NVFeezyBz2ofpru+ztEywqKUAfFclKI=',
  'GIRn0w3HqJdvU9j1WVD//eR6lk2AaTVjyzjsJNP8U88=',
  'x52GJvxG81fnQBrgOTbll1A5tz95/LXK0Ag1NhB0r1I=',
  '6/0OqrcTgc3o5dD5PymmoC96lB9yLPFuTHVvLy8fSGk=',
  'Gf+iKLfcXO5l4JEFmsZvSdG5q1uEeWPfYLrds6pmjz0=',
  'DGuaco+McyM3AfRSF6qX7RwSetwe2ieYJmxw5e9rVx0=',
  '2tQJ9V32hnYp+fdpP6TcjmgJmLeNVOMKM0Ml1kk4cNU=',
  '3PapK+IkyJr8I9yAErAmzuZezzLMzsg+PfeRCgNW8NQ=',
  's6xiYeejb+wtqHA+URJZ2I/SCPyIW8coP6aB00FJbMY=',
  'z9lSpmdTcr5M5ZzKlc4EPh3SrSypKFdk6JUF/UccaZU=',
  'GXIElfmnRuWfbA4z7ubV/UwlpSRUbUeec7oL5HDDnh0=',
  'pR0SH/NYP6s9+8azWwaeUXA4Ze/3WCIgMfh5YW6wvcE=',
  'f3GuAKYVrF8RBg3s15jvA/YvV9oAliWtzP/imwPhQVA=',
  'WHn8zDxlVgkV+lSlmzaOdfSBrTHoRr5nT3d76q0KKWE=',
  'f2uV2ZxVgULzLPKuZcowRY3ZY7fRlX59iDBjV1R8kNQ=',
  'NzQVjJsvQwbi7WStMr9oFkh9VbHfK7LB6o7WwAqwNTs=',
  'C0LttBeYHZHgL+032JIcJC3CTBIyza/hsbmJUgJfmDI=',
  'nixU5CWTFVDlF4BGdcU6kA7WSYurEpe9jRWc+F/7sOc=',
];
