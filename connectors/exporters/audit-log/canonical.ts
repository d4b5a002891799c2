/**
 * A document of the exporter in the one form that it has for good. The same record exported again, by another process of the
 * broker, has the fields of its objects in another order (Java gives a class's methods in any), and another `sequence`.
 * Numbers and texts stay as they stand: Java writes them the same each time, and a double does not hold them all.
 */
import { leafEnd, textEnd } from '../json-tokens';
import { KnownShapes, type Shape } from './known-shapes';

/** Deeper ones are left as they are. */
const depthMax = 1_000;

/** Fields in order of their names (UTF-16), without `sequence` at the top. What is no JSON in one line stays as it is. */
export function canonicalDocument(document: string, shapes = ofProcess): string {
  const known = shapes.canonical(document);
  if (known !== undefined) return known;
  const shape = shapeOf(document);
  if (shape === undefined) return document;
  shapes.learn(document, shape);
  return inCanonicalOrder(document, shape);
}

const ofProcess = new KnownShapes();

function inCanonicalOrder(document: string, { leaves, layout }: Shape): string {
  return layout
    .map((part) => (typeof part === 'string' ? part : document.slice(...(leaves[part] ?? [0, 0]))))
    .join('');
}

/** Undefined: it is no JSON in one line, or nests too deep. */
function shapeOf(document: string): Shape | undefined {
  try {
    const reader = new Reader(document);
    const layout = reader.value(0);
    return reader.isAtEnd() ? { leaves: reader.leaves, layout } : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

const [comma, colon] = [0x2c, 0x3a];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];

type Layout = Shape['layout'];

class Reader {
  readonly leaves: (readonly [from: number, to: number])[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  value(depth: number): Layout {
    if (depth > depthMax) throw new NotPlain();
    switch (this.text.charCodeAt(this.at)) {
      case openObject:
        return this.object(depth);
      case openArray:
        return this.array(depth);
      default: {
        const from = this.at;
        this.moveTo(leafEnd(this.text, from));
        return [this.leaves.push([from, this.at]) - 1];
      }
    }
  }

  private object(depth: number): Layout {
    const members: [name: string, member: Layout][] = [];
    this.at += 1;
    if (!this.skip(closeObject)) {
      do {
        const name = this.name();
        this.expect(colon);
        const value = this.value(depth + 1);
        if (depth > 0 || name !== '"sequence"') members.push([name, [`${name}:`, ...value]]);
      } while (this.skip(comma));
      this.expect(closeObject);
    }
    // A name that stands twice keeps its order.
    members.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    return enclosed(
      '{',
      members.map(([, member]) => member),
      '}',
    );
  }

  private array(depth: number): Layout {
    const items: Layout[] = [];
    this.at += 1;
    if (!this.skip(closeArray)) {
      do items.push(this.value(depth + 1));
      while (this.skip(comma));
      this.expect(closeArray);
    }
    return enclosed('[', items, ']');
  }

  private name(): string {
    const from = this.at;
    this.moveTo(textEnd(this.text, from));
    return this.text.slice(from, this.at);
  }

  private moveTo(end: number): void {
    if (end === -1) throw new NotPlain();
    this.at = end;
  }

  private skip(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  private expect(code: number): void {
    if (!this.skip(code)) throw new NotPlain();
  }
}

function enclosed(open: string, members: readonly Layout[], close: string): Layout {
  return [open, ...members.flatMap((one, at) => (at === 0 ? one : [',', ...one])), close];
}
