/** What two answers have in common that say the same in two languages. */

/** Three words or more: codes, names and ids have none between them. */
export const isSentence = (text: string): boolean => /\p{L}+[,:;]? \p{L}+[,:;]? \p{L}+/u.test(text);

/** What other people or other systems have said: nobody translates it. */
const saidByOthers: readonly string[] = ['message', 'why', 'errorDescription', 'operation', 'name'];

/** Every sentence, by where it stands: `/toDecide/rows/0/sentence`. */
export function sentencesOf(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [place, text] of textsOf(value, '')) if (isSentence(text)) found.set(place, text);
  return found;
}

function* textsOf(value: unknown, place: string): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [place, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    const isOthers = saidByOthers.includes(name) || /(Id|Key)$/.test(name);
    if (!isOthers) yield* textsOf(one, `${place}/${name}`);
  }
}

const instant = /^\d{4}-\d\d-\d\dT/;

/** Where two answers say the same sentence, and where what is no sentence is not the same. */
export function comparedLanguages(english: unknown, swahili: unknown) {
  const told = new Map(textsOf(swahili, ''));
  const untranslated: string[] = [];
  const changed: string[] = [];
  for (const [place, text] of textsOf(english, '')) {
    const other = told.get(place);
    if (isSentence(text)) {
      if (other === undefined || other === text) untranslated.push(`${place}: ${text}`);
    } else if (other !== text && !instant.test(text) && !isShortPhrase(place)) {
      changed.push(`${place}: ${text} -> ${other ?? 'nothing'}`);
    }
  }
  return { untranslated, changed };
}

/** Phrases of two words or fewer, which are for people all the same. */
function isShortPhrase(place: string): boolean {
  return /\/(text|hub|ams|switch|area|subject|sentence|title|happened|detail|reached\/\d+)$/.test(
    place,
  );
}

/** Each part of a sentence that a page may show by itself, but for what others have said. */
export function fragmentsOf(value: unknown): readonly string[] {
  const others = JSON.stringify(valuesOf(value, saidByOthers));
  const parts = [...sentencesOf(value).values()].flatMap((text) => text.split(/(?<=[.:;])\s/));
  return parts.filter((part) => isSentence(part) && !others.includes(part));
}

function valuesOf(value: unknown, names: readonly string[]): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    names.includes(name) ? [one] : valuesOf(one, names),
  );
}
