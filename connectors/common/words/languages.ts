/** What the hub's own APIs say to people, in each of their languages: tables of phrases stand beside the code that says them. */

export const languages = ['en', 'sw'] as const;
export type Language = (typeof languages)[number];

/** Of logs, topics, documents and e-mails, and of whoever asks for no other one. */
export const storedLanguage: Language = 'en';

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

export type Words<Said extends Phrases> = Readonly<Record<Language, InLanguage<Said>>>;

/** A language that lacks a phrase, or has one that English lacks, does not compile. */
export function defineWords<const Said extends Phrases>(words: {
  readonly en: Said;
  readonly sw: InLanguage<Said>;
}): Words<Said> {
  // Of itself it has every phrase: the compiler cannot follow.
  return { en: words.en as unknown as InLanguage<Said>, sw: words.sw };
}

/** One text in every language: for what is said where nobody knows yet who will read it. Plain data. */
export type Translated = Readonly<Record<Language, string>>;

export function translated<Said extends Phrases>(
  words: Words<Said>,
  say: (said: InLanguage<Said>) => string,
): Translated {
  return inEach((language) => say(words[language]));
}

export function inEach(say: (language: Language) => string): Translated {
  return { en: say('en'), sw: say('sw') };
}

/** What is no phrase of ours, such as another system's word, is the same in each. */
export function readIn(text: string | Translated, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
