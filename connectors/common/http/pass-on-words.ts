import { defineWords } from '../words/languages';

export const passOnWords = defineWords({
  en: {
    noAnswer: (what: string) => `The API of ${what} gives no answer now`,
    otherTokens: (what: string) =>
      `The API of ${what} does not take the tokens of this page's identity provider`,
    noSuchPath: 'There is no such path',
    use: (methods: string) => `Use ${methods}`,
  },
  sw: {
    noAnswer: (what: string) => `API ya ${what} haijibu sasa`,
    otherTokens: (what: string) =>
      `API ya ${what} haikubali tokeni za mtoa utambulisho wa ukurasa huu`,
    noSuchPath: 'Hakuna njia kama hiyo',
    use: (methods: string) => `Tumia ${methods}`,
  },
});
