/** What the page says, in each of its languages: no text stands in the components themselves. */

export const languages = ['en', 'sw'] as const;
export type Language = (typeof languages)[number];

/** How a language calls itself. */
export const ownNames: Readonly<Record<Language, string>> = { en: 'English', sw: 'Kiswahili' };

/** For numbers, times and amounts. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', sw: 'sw-TZ' };

/** A text, or one that is made of what it is about. */
type Phrase = string | ((...about: never[]) => string);
export interface Phrases {
  readonly [name: string]: Phrase | Phrases;
}

export type InLanguage<Said extends Phrases> = {
  readonly [Name in keyof Said]: Said[Name] extends string
    ? string
    : Said[Name] extends (...about: infer About) => string
      ? (...about: About) => string
      : Said[Name] extends Phrases
        ? InLanguage<Said[Name]>
        : never;
};

export interface Words<Said extends Phrases> {
  readonly en: Said;
  readonly sw: InLanguage<Said>;
}

/** A language that lacks a phrase does not compile. */
export function defineWords<const Said extends Phrases>(words: Words<Said>): Words<Said> {
  return words;
}

/** `one` for 1, else `other`: both languages of the page tell no more apart. */
export function counted(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
