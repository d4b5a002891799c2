/**
 * Documents that differ in their values alone are put in order in the same way. A process of a broker writes a kind of record
 * with its fields in the same order each time, so nearly every document is like one before it, and only its values need
 * be found.
 */
import { leafEnd } from '../json-tokens';

/** Of a document: where its texts, numbers and words stand, and what it is in canonical order. */
export interface Shape {
  /** In their order. */
  readonly leaves: readonly (readonly [from: number, to: number])[];
  /** Texts as they are, and values by their number. */
  readonly layout: readonly (string | number)[];
}

/** All that is the same up to a value, or to the end. */
interface Branch {
  readonly text: string;
  readonly next: Branch[];
  layout?: Shape['layout'];
}

/** What varies without end must not fill the memory: what comes after these is put in order anew each time. */
const branchesMax = 10_000;

const [openObject, openArray] = [0x7b, 0x5b];

export class KnownShapes {
  private readonly first: Branch[] = [];
  private count = 0;

  /** Undefined: none like it was learnt. */
  canonical(document: string): string | undefined {
    const values: string[] = [];
    let at = 0;
    for (let branches = this.first; ;) {
      const branch = fitting(branches, document, at);
      if (branch === undefined) return undefined;
      at += branch.text.length;
      if (at === document.length) return branch.layout && joined(branch.layout, values);
      const end = leafEnd(document, at);
      if (end === -1) return undefined;
      values.push(document.slice(at, end));
      at = end;
      branches = branch.next;
    }
  }

  learn(document: string, { leaves, layout }: Shape): void {
    let [from, branches, branch] = [0, this.first, undefined as Branch | undefined];
    for (const [start, end] of [...leaves, [document.length, document.length] as const]) {
      branch = this.branch(branches, document.slice(from, start));
      if (branch === undefined) return;
      from = end;
      branches = branch.next;
    }
    if (branch !== undefined) branch.layout = merged(layout);
  }

  private branch(branches: Branch[], text: string): Branch | undefined {
    const known = branches.find((one) => one.text === text);
    if (known !== undefined || this.count >= branchesMax) return known;
    this.count += 1;
    // A copy: a piece of a text keeps all of it in memory.
    const made: Branch = { text: Buffer.from(text, 'utf16le').toString('utf16le'), next: [] };
    branches.push(made);
    return made;
  }
}

/** At most one fits: its text goes on to where a value begins, and no value begins with a bracket. */
function fitting(branches: readonly Branch[], document: string, at: number): Branch | undefined {
  for (const branch of branches) {
    if (!document.startsWith(branch.text, at)) continue;
    const end = at + branch.text.length;
    if (end === document.length) return branch;
    const code = document.charCodeAt(end);
    if (code !== openObject && code !== openArray) return branch;
  }
  return undefined;
}

/** Neighbouring texts in one: half as many pieces to put together. */
function merged(layout: Shape['layout']): Shape['layout'] {
  const parts: (string | number)[] = [];
  for (const part of layout) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

function joined(layout: Shape['layout'], values: readonly string[]): string {
  let text = '';
  for (const part of layout) text += typeof part === 'string' ? part : (values[part] ?? '');
  return text;
}
