import { z } from 'zod';

/** Of who decided something, as their login or the command line has it. */
export const personNameSchema = z.string().trim().min(1).max(200);

/** A person is not two because of a capital letter or a blank. */
export function isSamePerson(left: string, right: string): boolean {
  return personKey(left) === personKey(right);
}

/** Characters that nobody sees (Unicode Cf) make no other person either. */
const personKey = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
