import { defineWords } from '../words/languages';

export const rulesWords = defineWords({
  en: {
    title: 'Rules',
    versions: 'Versions',
    write: 'Write rules',
    obligations: 'Obligations',
    noSuchPage: 'There is no such page among the rules.',
  },
  sw: {
    title: 'Kanuni',
    versions: 'Matoleo',
    write: 'Andika kanuni',
    obligations: 'Wajibu wa malipo',
    noSuchPage: 'Hakuna ukurasa huo katika kanuni.',
  },
});
