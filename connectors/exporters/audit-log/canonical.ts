/**
 * A document of the exporter in the one form that it has for good. The same record exported again, by another process of the
 * broker, has the fields of its objects in another order (Java gives a class's methods in any), and another `sequence`.
 * Numbers and texts stay as they stand: Java writes them the same each time, and a double does not hold them all.
 */

/** Deeper ones are left as they are. */
const depthMax = 1_000;

/** Fields in order of their names (UTF-16), without `sequence` at the top. What is no JSON in one line stays as it is. */
export function canonicalDocument(document: string): string {
  try {
    const reader = new Reader(document);
    const canonical = reader.value(0);
    return reader.isAtEnd() ? canonical : document;
  } catch (error) {
    if (error instanceof NotPlain) return document;
    throw error;
  }
}

class NotPlain extends Error {}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];
const scalarPattern = /[^,\]}\s"[{:]+/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  value(depth: number): string {
    if (depth > depthMax) throw new NotPlain();
    switch (this.text.charCodeAt(this.at)) {
      case openObject:
        return this.object(depth);
      case openArray:
        return this.array(depth);
      case quote:
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): string {
    const members: [name: string, member: string][] = [];
    this.at += 1;
    if (!this.skip(closeObject)) {
      do {
        const name = this.string();
        this.expect(colon);
        const value = this.value(depth + 1);
        if (depth > 0 || name !== '"sequence"') members.push([name, `${name}:${value}`]);
      } while (this.skip(comma));
      this.expect(closeObject);
    }
    // A name that stands twice keeps its order.
    members.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    return `{${members.map(([, member]) => member).join(',')}}`;
  }

  private array(depth: number): string {
    const items: string[] = [];
    this.at += 1;
    if (!this.skip(closeArray)) {
      do items.push(this.value(depth + 1));
      while (this.skip(comma));
      this.expect(closeArray);
    }
    return `[${items.join(',')}]`;
  }

  private string(): string {
    const { text, at } = this;
    if (text.charCodeAt(at) !== quote) throw new NotPlain();
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && this.isEscaped(end)) end = text.indexOf('"', end + 1);
    if (end === -1) throw new NotPlain();
    this.at = end + 1;
    return text.slice(at, this.at);
  }

  private isEscaped(end: number): boolean {
    let before = end - 1;
    while (this.text.charCodeAt(before) === backslash) before -= 1;
    return (end - before) % 2 === 0;
  }

  private scalar(): string {
    scalarPattern.lastIndex = this.at;
    const [found] = scalarPattern.exec(this.text) ?? [];
    if (found === undefined) throw new NotPlain();
    this.at += found.length;
    return found;
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
