/** A Merkle tree in tiles of 256 hashes, as https://c2sp.org/tlog-tiles has them: files that only ever get more. */
import { hashBytes, rootOfPeaks, rootOfPerfect, type SubtreeRoot } from './merkle';

export const tileWidth = 256;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 256, or fewer at the right edge of a tree. */
  readonly width: number;
}

export interface FilledTile extends Tile {
  readonly hashes: Buffer;
}

/** Below the folder of a log: `tile/0/x001/234.p/7`. */
export function tilePath({ level, ...place }: Tile): string {
  return `tile/${level}/${placePath(place)}`;
}

/** Of the entries whose hashes stand in the tile of level 0 of the same place. */
export function entriesPath(place: Omit<Tile, 'level'>): string {
  return `tile/entries/${placePath(place)}`;
}

function placePath({ index, width }: Omit<Tile, 'level'>): string {
  const groups = [String(index % 1_000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) {
    groups.unshift(`x${String(rest % 1_000).padStart(3, '0')}`);
  }
  return groups.join('/') + (width === tileWidth ? '' : `.p/${width}`);
}

/** The tiles that are not full of a tree of this size; each of them holds something. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let [level, count] = [0, size]; count > 0; level += 1) {
    const width = count % tileWidth;
    const index = Math.floor(count / tileWidth);
    if (width > 0) tiles.push({ level, index, width });
    count = index;
  }
  return tiles;
}

interface Edge {
  index: number;
  width: number;
  readonly hashes: Buffer;
}

/** Grows on the right; of its full tiles it keeps nothing but what stands above them. */
export class TiledTree {
  /** The tile at the right edge of each level, from the leaves up. */
  private readonly edges: Edge[] = [];
  private count = 0;

  /** @param filled hears of each tile once it is full */
  constructor(private readonly filled: (tile: FilledTile) => void = () => undefined) {}

  /** @param read gives the hashes of a tile that is not full */
  static restore(
    size: number,
    read: (tile: Tile) => Buffer,
    filled: (tile: FilledTile) => void,
  ): TiledTree {
    const tree = new TiledTree(filled);
    tree.count = size;
    for (let [level, count] = [0, size]; count > 0; level += 1) {
      const edge = tree.edge(level);
      edge.width = count % tileWidth;
      edge.index = Math.floor(count / tileWidth);
      if (edge.width > 0) read({ level, ...edge }).copy(edge.hashes);
      count = edge.index;
    }
    return tree;
  }

  get size(): number {
    return this.count;
  }

  append(leaf: Buffer): void {
    this.count += 1;
    this.put(0, leaf);
  }

  root(): Buffer {
    return rootOfPeaks(this.edges.toReversed().flatMap(peaksOf));
  }

  /** What stands at the right edge now. */
  partial(): FilledTile[] {
    return this.edges.flatMap(({ index, width, hashes }, level) =>
      width === 0
        ? []
        : [{ level, index, width, hashes: Buffer.from(hashes.subarray(0, width * hashBytes)) }],
    );
  }

  private put(level: number, hash: Buffer): void {
    const edge = this.edge(level);
    hash.copy(edge.hashes, edge.width * hashBytes);
    edge.width += 1;
    if (edge.width < tileWidth) return;
    this.filled({ level, index: edge.index, width: tileWidth, hashes: Buffer.from(edge.hashes) });
    edge.width = 0;
    edge.index += 1;
    this.put(level + 1, rootOfPerfect(edge.hashes));
  }

  private edge(level: number): Edge {
    const made = { index: 0, width: 0, hashes: Buffer.alloc(tileWidth * hashBytes) };
    return (this.edges[level] ??= made);
  }
}

/** Of the largest trees that its hashes make, the first ones first. */
function peaksOf({ width, hashes }: Edge): Buffer[] {
  const peaks: Buffer[] = [];
  for (let [at, many] = [0, tileWidth / 2]; many >= 1; many /= 2) {
    if ((width & many) === 0) continue;
    peaks.push(rootOfPerfect(hashes.subarray(at * hashBytes, (at + many) * hashBytes)));
    at += many;
  }
  return peaks;
}

const heightOfTile = 8;

/** Of a tree of which each tile can be read. */
export function subtreesOf(size: number, read: (tile: Tile) => Buffer): SubtreeRoot {
  return (height, index) => {
    const level = Math.floor(height / heightOfTile);
    const many = 2 ** (height % heightOfTile);
    const first = index * many;
    const tile = Math.floor(first / tileWidth);
    const count = Math.floor(size / tileWidth ** level) - tile * tileWidth;
    const hashes = read({ level, index: tile, width: Math.min(count, tileWidth) });
    const at = (first % tileWidth) * hashBytes;
    return rootOfPerfect(hashes.subarray(at, at + many * hashBytes));
  };
}
