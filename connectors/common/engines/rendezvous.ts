import { createHash } from 'node:crypto';

/**
 * All of these in an order that the id alone decides (rendezvous hashing): the same for whoever asks, whatever the order
 * of the list. One more or one less moves no id but its own share.
 */
export function orderFor<Named extends { readonly name: string }>(
  id: string,
  all: readonly Named[],
): readonly Named[] {
  const weighed = all.map((one) => ({ one, weight: weightOf(one.name, id) }));
  weighed.sort((a, b) => b.weight - a.weight || (a.one.name < b.one.name ? -1 : 1));
  return weighed.map(({ one }) => one);
}

/** 48 bits: exact in a number. */
function weightOf(name: string, id: string): number {
  return createHash('sha256').update(`${name}\n${id}`).digest().readUIntBE(0, 6);
}
