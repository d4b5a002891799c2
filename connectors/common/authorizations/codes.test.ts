import fc from 'fast-check';
import { codeOf, digestOf, holdCode, isRight, type CodeName } from './codes';
import { allAuthorizationKeysOf, authorizationKeysOf, type AllAuthorizationKeys } from './keys';
import { authorizationsSchema } from './settings';

const settings = (secret: string) => authorizationsSchema.parse({ secret });
const keys = authorizationKeysOf(settings('a secret of the lion, for tests only'));
const otherKeys = authorizationKeysOf(settings('a secret of the buffalo, for tests only'));
const name: CodeName = {
  tenant: 'lion',
  processInstanceKey: '2251799813685301',
  number: 1,
  length: 6,
};
const transactionRequestId = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const terms = { payerPays: { amount: '102.1', currency: 'TZS' }, payee: 'BUSINESS/wakala-42' };

const names = fc.record({
  tenant: fc.constantFrom('lion', 'buffalo'),
  processInstanceKey: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
  number: fc.integer({ min: 1, max: 5 }),
  length: fc.integer({ min: 4, max: 8 }),
});

/** Whether `code`, entered for that request, is right for what is held. */
const enter = (code: unknown, changes: Partial<Parameters<typeof isRight>[2]> = {}) =>
  isRight([keys], holdCode(keys, name, terms), {
    tenant: name.tenant,
    processInstanceKey: name.processInstanceKey,
    transactionRequestId,
    terms,
    digest: digestOf(keys, transactionRequestId, code),
    ...changes,
  });

test('a code has the digits that it was asked for, and is the same each time', () => {
  fc.assert(
    fc.property(names, (one) => {
      const code = codeOf(keys, one);
      expect(code).toMatch(new RegExp(`^\\d{${one.length}}$`));
      expect(codeOf(keys, one)).toBe(code);
    }),
  );
});

test('codes of other numbers, processes, tenants and secrets have nothing in common', () => {
  const long = { ...name, length: 8 };
  const others = [
    codeOf(keys, { ...long, number: 2 }),
    codeOf(keys, { ...long, processInstanceKey: '2251799813685302' }),
    codeOf(keys, { ...long, tenant: 'buffalo' }),
    codeOf(otherKeys, long),
  ];
  expect(new Set([codeOf(keys, long), ...others]).size).toBe(5);
});

test('codes are spread evenly: each digit at each place is as frequent as another', () => {
  const codes = Array.from({ length: 4_000 }, (_, index) =>
    codeOf(keys, { ...name, processInstanceKey: String(index) }),
  );
  for (const place of [0, 1, 2, 3, 4, 5]) {
    for (const digit of '0123456789') {
      const count = codes.filter((code) => code[place] === digit).length;
      expect(count).toBeGreaterThan(300);
      expect(count).toBeLessThan(500);
    }
  }
});

test('the code that was made is right', () => {
  expect(enter(codeOf(keys, name))).toBe(true);
});

test('no other one is', () => {
  const code = codeOf(keys, name);
  const wrong = fc.oneof(fc.integer({ min: 0, max: 999_999 }).map(String), fc.string());
  fc.assert(
    fc.property(wrong, (entered) => {
      fc.pre(entered !== code);
      expect(enter(entered)).toBe(false);
    }),
  );
  expect(enter(`${code} `)).toBe(false);
  expect(enter({ pinValue: code, counter: '1' })).toBe(false);
});

test('it is right for one request, one process, one tenant and the terms that were shown, and no other', () => {
  const code = codeOf(keys, name);
  expect(enter(code, { transactionRequestId: 'another' })).toBe(false);
  expect(enter(code, { processInstanceKey: '1' })).toBe(false);
  expect(enter(code, { tenant: 'buffalo' })).toBe(false);
  expect(enter(code, { terms: { ...terms, payerPays: { amount: '1021', currency: 'TZS' } } })).toBe(
    false,
  );
  expect(enter(code, { terms: { ...terms, payee: 'BUSINESS/another' } })).toBe(false);
});

test('what was entered for another request, or hidden by another secret, is not right', () => {
  const code = codeOf(keys, name);
  expect(enter(code, { digest: digestOf(keys, 'another request', code) })).toBe(false);
  expect(enter(code, { digest: digestOf(otherKeys, transactionRequestId, code) })).toBe(false);
  for (const digest of ['', code, 'x'.repeat(64)]) expect(enter(code, { digest })).toBe(false);
});

test('neither what is held nor what is known of an entry holds the code, or tells that two are alike', () => {
  fc.assert(
    fc.property(names, (one) => {
      const code = codeOf(keys, { ...one, length: 8 });
      const held = holdCode(keys, { ...one, length: 8 }, terms);
      const known = JSON.stringify({ ...held, digest: digestOf(keys, transactionRequestId, code) });
      expect(known).not.toContain(code);
      expect(holdCode(keys, { ...one, number: one.number + 1, length: 8 }, terms).salt).not.toBe(
        held.salt,
      );
      expect(digestOf(keys, 'another request', code)).not.toBe(
        digestOf(keys, transactionRequestId, code),
      );
    }),
  );
});

test('while secrets change, a code and what hides its entry may each be of any of them, in whatever order processes change over', () => {
  const secret = fc.string({ minLength: 32, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.uniqueArray(secret, { minLength: 2, maxLength: 4 }),
      fc.nat(),
      fc.nat(),
      names,
      ([newest = '', ...formerSecrets], ofCode, ofEntry, one) => {
        const all = allAuthorizationKeysOf(
          authorizationsSchema.parse({ secret: newest, formerSecrets }),
        );
        const [shown, hidden] = [all[ofCode % all.length], all[ofEntry % all.length]];
        if (shown === undefined || hidden === undefined) throw new Error('no such keys');
        const enterAt = (comparing: AllAuthorizationKeys, value: string): boolean =>
          isRight(comparing, holdCode(shown, one, terms), {
            ...{ ...one, transactionRequestId, terms },
            digest: digestOf(hidden, transactionRequestId, value),
          });
        const code = codeOf(shown, one);
        expect(enterAt(all, code)).toBe(true);
        expect(enterAt(all, `${code}0`)).toBe(false);
        expect(enterAt([otherKeys], code)).toBe(false);
      },
    ),
  );
});
