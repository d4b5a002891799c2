/** What a page's heap is made of, by a snapshot of V8: what it keeps, apart from what its code was compiled to. Pure. */
import { z } from 'zod';

/** As V8 writes it: each node is as many numbers as there are fields. */
const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
});

export interface HeapParts {
  /** Objects, arrays, texts, functions: what would grow for ever. */
  readonly dataMb: number;
  /** Machine code and byte code, ever better compiled the longer it runs: no more of it than there is code. */
  readonly codeMb: number;
}

/** The browser's own: nodes are counted apart, and what the developer tools keep of requests is theirs. */
const ofBrowser = new Set(['native', 'synthetic']);

/** @throws ZodError for what is no snapshot */
export function heapPartsOf(snapshot: string): HeapParts {
  const { snapshot: head, nodes } = snapshotSchema.parse(JSON.parse(snapshot));
  const { node_fields: fields, node_types: types } = head.meta;
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let [data, code] = [0, 0];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[0][nodes[at + typeAt] ?? -1] ?? '';
    const size = nodes[at + sizeAt] ?? 0;
    if (type === 'code') code += size;
    else if (!ofBrowser.has(type)) data += size;
  }
  return { dataMb: data / 1e6, codeMb: code / 1e6 };
}
