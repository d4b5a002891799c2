import { Enums, Factory } from '@mojaloop/central-services-error-handling';
import fc from 'fast-check';
import { errorInformationSchema } from '../contracts/fspiop';
import { categoryOf } from './meaning';
import { errorTable } from './table';
import {
  errorCodeOf,
  errorInformation,
  httpStatusOf,
  meaningOf,
  type FspiopErrorName,
} from './index';

const names = Object.keys(errorTable) as FspiopErrorName[];
const mojaloops = Enums.FSPIOPErrorCodes;

/** FSPIOP API Definition 1.1, 7.6: every code that it names. */
const standard = [
  ...['1000', '1001'],
  ...['2000', '2001', '2002', '2003', '2004', '2005'],
  ...['3000', '3001', '3002', '3003'],
  ...['3100', '3101', '3102', '3103', '3104', '3105', '3106', '3107'],
  ...['3200', '3201', '3202', '3203', '3204', '3205', '3206', '3207', '3208', '3209', '3210'],
  ...['3300', '3301', '3302', '3303'],
  ...['4000', '4001', '4100', '4101', '4102', '4103', '4200', '4300', '4400'],
  ...['5000', '5001', '5100', '5101', '5102', '5103', '5104', '5105', '5106'],
  ...['5200', '5300', '5400'],
];

describe('the table', () => {
  test('has every code of the standard', () => {
    const codes = Object.values(errorTable).map(({ code }) => code as string);
    expect(standard.filter((code) => !codes.includes(code))).toEqual([]);
  });

  test('has the names of Mojaloop’s own error handling, all of them and no other', () => {
    expect(names.toSorted()).toEqual(Object.keys(mojaloops).toSorted());
  });

  test.each(names)('%s has the code, words and HTTP status that Mojaloop gives it', (name) => {
    const theirs = mojaloops[name];
    if (theirs === undefined) throw new Error(`Mojaloop does not know ${name}`);
    const { httpStatusCode } = Factory.createFSPIOPError(theirs);
    expect(errorTable[name]).toMatchObject({
      code: theirs.code,
      title: theirs.message,
      httpStatus: httpStatusCode,
    });
    expect([errorCodeOf(name), httpStatusOf(name)]).toEqual([theirs.code, httpStatusCode]);
  });

  test.each(names)('%s becomes the same error as in Mojaloop', (name) => {
    const theirs = mojaloops[name];
    if (theirs === undefined) throw new Error(`Mojaloop does not know ${name}`);
    const options = { includeCauseExtension: false };
    const plain = Factory.createFSPIOPError(theirs).toApiErrorObject(options);
    const detailed = Factory.createFSPIOPError(theirs, 'a detail').toApiErrorObject(options);
    expect({ errorInformation: errorInformation(name) }).toEqual(plain);
    expect({ errorInformation: errorInformation(name, 'a detail') }).toEqual(detailed);
  });

  test('retries only what says nothing against the request', () => {
    const retried = names.filter((name) => errorTable[name].worthRetrying);
    expect(retried.map(errorCodeOf)).toEqual([
      ...['1000', '1001', '2000', '2001', '2003', '2004', '2005', '2006'],
    ]);
  });
});

/** What a customer may read: a few plain sentences that say what became of the money. */
function expectUserWords(user: string): void {
  expect(user).toMatch(/^[A-Z].*\.$/);
  expect(user).toMatch(/nothing was taken/i);
  expect(user.length).toBeLessThanOrEqual(160);
  expect(user).not.toMatch(/\d|FSP|DFSP|switch|ledger|hub|server|error|undefined|API/i);
}

describe('what a code means', () => {
  test.each(names)('%s has its own words for user and operator', (name) => {
    const { meaning, user, operator } = meaningOf(errorCodeOf(name));
    expectUserWords(user);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(operator).toMatch(/^[A-Z].*\.$/);
  });

  test('3000 is the generic client error, not the one of 405', () => {
    expect(meaningOf('3000')).toBe(errorTable.CLIENT_ERROR);
  });

  test.each([
    ['5240', 'payee limit', '5200'],
    ['4340', 'payer permission', '4300'],
    ['3299', 'not found', '3202'],
    ['2099', 'server', '2000'],
    ['1140', 'communication', '1000'],
    ['4540', 'payer', '4000'],
    ['5999', 'payee', '5000'],
    ['3440', 'client', '3000'],
  ])('%s, which is in no table, is one of the family “%s”', (code, family, relative) => {
    expect(categoryOf(code).name).toBe(family);
    const { user, worthRetrying, operator } = meaningOf(code);
    const known = meaningOf(relative);
    expect({ user, worthRetrying }).toEqual({
      user: known.user,
      worthRetrying: known.worthRetrying,
    });
    expect(operator).toContain(code);
    expect(operator).toContain(family);
  });

  test('the operator is told whether a code is the scheme’s own', () => {
    expect(meaningOf('5240').operator).toContain('the scheme’s own');
    expect(meaningOf('5239').operator).toContain('not in the standard');
  });

  test('every code there can be has words for everybody, and the user’s are plain', () => {
    for (let number = 0; number <= 9999; number += 1) {
      const { meaning, user, operator } = meaningOf(String(number).padStart(4, '0'));
      expectUserWords(user);
      expect(meaning).not.toBe('');
      expect(operator).not.toBe('');
    }
  });

  test('garbage has words too, and stays out of them', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '٣٢٠٤', '3204\n', ' 3204', '32e2'),
    );
    fc.assert(
      fc.property(
        garbage.filter((text) => !/^[1-6]\d{3}$/.test(text)),
        (code) => {
          const { user, operator, worthRetrying } = meaningOf(code);
          expectUserWords(user);
          expect(operator).toBe('Ask the one who said so: this is no FSPIOP error code.');
          expect(worthRetrying).toBe(false);
        },
      ),
    );
  });
});

describe('an error that the hub gives', () => {
  test('always fits into FSPIOP, whatever its detail', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (name, detail) => {
          const error = errorInformation(name, detail);
          expect(errorInformationSchema.safeParse(error).success).toBe(true);
          expect(error.errorDescription.length).toBeLessThanOrEqual(128);
        },
      ),
    );
  });

  test('is not cut in the middle of a character', () => {
    const { errorDescription } = errorInformation('PARTY_NOT_FOUND', '😀'.repeat(100));
    expect(Buffer.from(errorDescription).toString()).toBe(errorDescription);
    expect(errorDescription).toMatch(/^Party not found - (😀)+$/u);
  });
});
