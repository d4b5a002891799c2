import {
  categories,
  type CategoryDigits,
  type ErrorCategory,
  type ErrorMeaning,
} from './categories';
import { errorTable } from './table';

/** The later of two names with one code is the plain one: 3000 is CLIENT_ERROR. */
const byCode: ReadonlyMap<string, ErrorMeaning> = new Map(
  Object.values(errorTable).map((error) => [error.code, error]),
);

/** FSPIOP 7.6: from here on, the last two digits are the scheme's own to give. */
const schemesOwnFrom = 40;

/**
 * What a code means, whoever gave it: our table's word, else what is known of its family (5240: a limit of
 * the payee), else of its first digit. For the hub's own decisions and texts only: the code itself always
 * travels on as it came.
 */
export function meaningOf(errorCode: string): ErrorMeaning {
  return byCode.get(errorCode) ?? meaningOfUnknown(errorCode);
}

/** The family of a code of the table, or the nearest to any other. */
export function categoryOf(errorCode: string): ErrorCategory {
  const family = errorCode.slice(0, 2);
  if (isCategory(family)) return categories[family];
  const generic = `${errorCode.slice(0, 1)}0`;
  return isCategory(generic) ? categories[generic] : categories['30'];
}

function meaningOfUnknown(errorCode: string): ErrorMeaning {
  if (!/^[1-6]\d{3}$/.test(errorCode)) {
    const { user } = categories['30'];
    const meaning = 'It failed for a reason that has no FSPIOP code.';
    const operator = 'Ask the one who said so: this is no FSPIOP error code.';
    return { meaning, worthRetrying: false, user, operator };
  }
  const category = categoryOf(errorCode);
  const { name, meaning, worthRetrying, user } = category;
  const whose =
    Number(errorCode.slice(2)) >= schemesOwnFrom ? 'the scheme’s own' : 'not in the standard';
  const operator = `${errorCode} is ${whose}, of the family “${name}”. ${category.operator}`;
  return { meaning, worthRetrying, user, operator };
}

function isCategory(digits: string): digits is CategoryDigits {
  return Object.hasOwn(categories, digits);
}
