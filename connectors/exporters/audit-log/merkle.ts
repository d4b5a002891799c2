/** Hashes and proofs of Merkle trees as in RFC 6962, section 2.1, with SHA-256. */
import { hash } from 'node:crypto';

export const hashBytes = 32;

/** By way of a text of 32 characters: Node is twice as fast so as with a buffer. */
const sha256 = (bytes: Buffer | string): Buffer =>
  Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');

export const emptyRoot = sha256('');

export function hashLeaf(entry: Buffer): Buffer {
  const prefixed = Buffer.allocUnsafe(entry.length + 1);
  prefixed[0] = 0;
  entry.copy(prefixed, 1);
  return sha256(prefixed);
}

const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

export function hashNode(left: Buffer, right: Buffer): Buffer {
  left.copy(pair, 1);
  right.copy(pair, 1 + hashBytes);
  return sha256(pair);
}

/** The root above so many hashes that stand one after the other: a power of two of them. */
export function rootOfPerfect(hashes: Buffer): Buffer {
  let level = Buffer.from(hashes);
  for (; level.length > hashBytes; level = level.subarray(0, level.length / 2)) {
    for (let from = 0; from < level.length; from += 2 * hashBytes) {
      level.copy(pair, 1, from, from + 2 * hashBytes);
      level.write(hash('sha256', pair, 'binary'), from / 2, 'latin1');
    }
  }
  return level;
}

/** The root over perfect trees of falling size, that of the first entries first. */
export function rootOfPeaks(peaks: readonly Buffer[]): Buffer {
  return peaks.length === 0 ? emptyRoot : peaks.reduceRight((right, left) => hashNode(left, right));
}

/** The largest power of two below `size`, which is 2 or more. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

export interface Inclusion {
  /** From 0 on. */
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  /** The leaf's sibling first. */
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

/** Whether the leaf stands at that place in the tree of that root. */
export function isIncluded({ index, size, leaf, proof, root }: Inclusion): boolean {
  if (!areHashes([leaf, root, ...proof]) || !isPlace(index, size)) return false;
  const rest = [...proof];
  const walk = (at: number, width: number): Buffer | undefined => {
    if (width === 1) return leaf;
    const split = splitOf(width);
    const sibling = rest.pop();
    if (sibling === undefined) return undefined;
    const below = at < split ? walk(at, split) : walk(at - split, width - split);
    if (below === undefined) return undefined;
    return at < split ? hashNode(below, sibling) : hashNode(sibling, below);
  };
  const computed = walk(index, size);
  return computed !== undefined && rest.length === 0 && computed.equals(root);
}

export interface Consistency {
  readonly oldSize: number;
  readonly oldRoot: Buffer;
  readonly size: number;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the larger tree begins with all that the smaller one holds. */
export function isConsistent({ oldSize, oldRoot, size, root, proof }: Consistency): boolean {
  if (oldSize < 0 || oldSize > size) return false;
  if (oldSize === 0) return proof.length === 0 && (size > 0 || oldRoot.equals(root));
  if (!areHashes([oldRoot, root, ...proof])) return false;
  const rest = [...proof];
  /** Both roots of what stands here; undefined: the proof is too short. */
  const walk = (old: number, width: number, isLeftmost: boolean): [Buffer, Buffer] | undefined => {
    if (old === width) {
      const here = isLeftmost ? oldRoot : rest.pop();
      return here && [here, here];
    }
    const split = splitOf(width);
    const sibling = rest.pop();
    if (sibling === undefined) return undefined;
    const isLeft = old <= split;
    const below = isLeft ? walk(old, split, isLeftmost) : walk(old - split, width - split, false);
    if (below === undefined) return undefined;
    const [oldBelow, newBelow] = below;
    if (isLeft) return [oldBelow, hashNode(newBelow, sibling)];
    return [hashNode(sibling, oldBelow), hashNode(sibling, newBelow)];
  };
  const [computedOld, computed] = walk(oldSize, size, true) ?? [];
  const isWhole = rest.length === 0 && computedOld?.equals(oldRoot) === true;
  return isWhole && computed?.equals(root) === true;
}

const areHashes = (hashes: readonly Buffer[]): boolean =>
  hashes.every(({ length }) => length === hashBytes);

const isPlace = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;

/** The root of the perfect tree of 2^height leaves, the index-th of its height. */
export type SubtreeRoot = (height: number, index: number) => Buffer;

/** The siblings on the way up from a leaf. */
export function proveInclusion(index: number, size: number, subtree: SubtreeRoot): Buffer[] {
  const walk = (at: number, from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const split = from + splitOf(to - from);
    return at < split
      ? [...walk(at, from, split), rootOfRange(split, to, subtree)]
      : [...walk(at, split, to), rootOfRange(from, split, subtree)];
  };
  return walk(index, 0, size);
}

export function proveConsistency(oldSize: number, size: number, subtree: SubtreeRoot): Buffer[] {
  const walk = (old: number, from: number, to: number, isLeftmost: boolean): Buffer[] => {
    if (old === to) return isLeftmost ? [] : [rootOfRange(from, to, subtree)];
    const split = from + splitOf(to - from);
    return old <= split
      ? [...walk(old, from, split, isLeftmost), rootOfRange(split, to, subtree)]
      : [...walk(old, split, to, false), rootOfRange(from, split, subtree)];
  };
  return oldSize === 0 ? [] : walk(oldSize, 0, size, true);
}

/** Of the leaves in [from, to), of which `from` is where a tree of such a size may begin. */
export function rootOfRange(from: number, to: number, subtree: SubtreeRoot): Buffer {
  const peaks: Buffer[] = [];
  for (let at = from; at < to;) {
    let [height, width] = [0, 1];
    while (at + width * 2 <= to && at % (width * 2) === 0)
      [height, width] = [height + 1, width * 2];
    peaks.push(subtree(height, at / width));
    at += width;
  }
  return rootOfPeaks(peaks);
}
