import { z } from 'zod';

/** As of the file of one secret: what cannot be seen at a line's end is none of it. */
const linesOf = (text: string) => text.split(/\r?\n/).map((line) => line.trimEnd());
const linesSchema = z.string().transform((text) => linesOf(text).filter((one) => one !== ''));

/** Secrets that make nothing any more, and whose work is still good: a list, or with `...File` the lines of a file. */
export function formerSecrets(secret: z.ZodString, max: number) {
  return z
    .union([z.array(secret), linesSchema.pipe(z.array(secret))])
    .pipe(z.array(z.string()).max(max))
    .default([]);
}
