import { defineWords, type Language } from '../words/languages';
import {
  categories,
  userWords,
  type CategoryDigits,
  type ErrorCategory,
  type ErrorMeaning,
  type UserWord,
} from './categories';
import { categoriesInSwahili, errorsInSwahili, userWordsInSwahili } from './swahili';
import { errorTable, type FspiopErrorName } from './table';

/** The later of two names with one code is the plain one: 3000 is CLIENT_ERROR. */
const byCode: ReadonlyMap<string, ErrorMeaning> = new Map(
  Object.values(errorTable).map((error) => [error.code, error]),
);
const byCodeInSwahili: ReadonlyMap<string, ErrorMeaning> = new Map(
  (Object.keys(errorTable) as FspiopErrorName[]).map((name) => {
    const { code, worthRetrying, user } = errorTable[name];
    return [code, { ...errorsInSwahili[name], worthRetrying, user: inSwahili(user) }];
  }),
);
const tables: Readonly<Record<Language, ReadonlyMap<string, ErrorMeaning>>> = {
  en: byCode,
  sw: byCodeInSwahili,
};

/** Every text for customers is one of a few. */
function inSwahili(user: string): string {
  const names = Object.keys(userWords) as UserWord[];
  const name = names.find((one) => userWords[one] === user);
  return name === undefined ? user : userWordsInSwahili[name];
}

export const meaningWords = defineWords({
  en: {
    noCode: 'It failed for a reason that has no FSPIOP code.',
    askThem: 'Ask the one who said so: this is no FSPIOP error code.',
    schemesOwn: (errorCode: string, family: string, advice: string) =>
      `${errorCode} is the scheme’s own, of the family “${family}”. ${advice}`,
    notStandard: (errorCode: string, family: string, advice: string) =>
      `${errorCode} is not in the standard, of the family “${family}”. ${advice}`,
  },
  sw: {
    noCode: 'Imeshindwa kwa sababu isiyo na msimbo wa FSPIOP.',
    askThem: 'Muulize aliyesema hivyo: huu si msimbo wa kosa wa FSPIOP.',
    schemesOwn: (errorCode: string, family: string, advice: string) =>
      `${errorCode} ni msimbo wa mpango wa malipo wenyewe, wa kundi la “${family}”. ${advice}`,
    notStandard: (errorCode: string, family: string, advice: string) =>
      `${errorCode} haumo kwenye kiwango, ni wa kundi la “${family}”. ${advice}`,
  },
});

/** FSPIOP 7.6: from here on, the last two digits are the scheme's own to give. */
const schemesOwnFrom = 40;

/**
 * What a code means, whoever gave it: our table's word, else what is known of its family (5240: a limit of
 * the payee), else of its first digit. For the hub's own decisions and texts only: the code itself always
 * travels on as it came.
 */
export function meaningOf(errorCode: string, language: Language = 'en'): ErrorMeaning {
  return tables[language].get(errorCode) ?? meaningOfUnknown(errorCode, language);
}

/** The family of a code of the table, or the nearest to any other. */
export function categoryOf(errorCode: string, language: Language = 'en'): ErrorCategory {
  const digits = digitsOf(errorCode);
  const category = categories[digits];
  if (language === 'en') return category;
  return { ...category, ...categoriesInSwahili[digits], user: inSwahili(category.user) };
}

function digitsOf(errorCode: string): CategoryDigits {
  const family = errorCode.slice(0, 2);
  if (isCategory(family)) return family;
  const generic = `${errorCode.slice(0, 1)}0`;
  return isCategory(generic) ? generic : '30';
}

function meaningOfUnknown(errorCode: string, language: Language): ErrorMeaning {
  const said = meaningWords[language];
  if (!/^[1-6]\d{3}$/.test(errorCode)) {
    const { user } = categoryOf('3000', language);
    return { meaning: said.noCode, worthRetrying: false, user, operator: said.askThem };
  }
  const { name, meaning, worthRetrying, user, operator } = categoryOf(errorCode, language);
  const isSchemes = Number(errorCode.slice(2)) >= schemesOwnFrom;
  const whose = isSchemes ? said.schemesOwn : said.notStandard;
  return { meaning, worthRetrying, user, operator: whose(errorCode, name, operator) };
}

function isCategory(digits: string): digits is CategoryDigits {
  return Object.hasOwn(categories, digits);
}
