import * as fc from 'fast-check';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { ruleFiles } from '../../../test/kit/fee-rules/random-rules';
import { runs, timeoutMs } from '../../../test/kit/fee-rules/runs';
import { standardDictionary } from './dictionary';
import { canonicalText, loadRules } from './load';
import { parse } from './parse';
import { print } from './print';
import type { RuleFile } from './tree';

jest.setTimeout(timeoutMs);

function withoutPlaces(file: RuleFile): string {
  return JSON.stringify(file, (key, value: unknown) => {
    if (key === 'place' || key === 'testPlace') return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

test('any rules, printed and read, are the same rules, and print the same text', () => {
  fc.assert(
    fc.property(ruleFiles, (file) => {
      const text = print(file);
      const parsed = parse(text);
      expect(parsed.problems).toEqual([]);
      expect(withoutPlaces(parsed.file)).toBe(withoutPlaces(file));
      expect(print(parsed.file)).toBe(text);
    }),
    runs(2000),
  );
});

test('any rules that are fine load, and what they load is canonical', () => {
  fc.assert(
    fc.property(ruleFiles, (file) => {
      const { problems, ruleSet } = loadRules(print(file), standardDictionary);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(ruleSet?.text).toBe(print(file));
      expect(ruleSet?.rules).toHaveLength(file.rules.length);
    }),
    runs(1000),
  );
});

describe('an accepted text', () => {
  test('has one canonical form however it is laid out', () => {
    const loose = interchangeFee
      .replaceAll('\n', '\r\n\t ')
      .replace(' * 0.6% * -1', '*0.6%*\u00a0- 1')
      .replace('/* Interchange fee test */', '/*Interchange\n  fee   test*/');
    const loaded = loadRules(`\uFEFF${loose}`, standardDictionary);
    expect(loaded.problems).toEqual([]);
    expect(loaded.ruleSet?.text).toBe(interchangeFee);
  });

  test('has one canonical form by whichever of its names a field is called', () => {
    const load = (payee: string, payer: string) =>
      loadRules(
        interchangeFee
          .replace('Transaction.payee.accountType', payee)
          .replace('Transaction.payer.accountType', payer),
        standardDictionary,
      ).ruleSet;
    const canonical = loadRules(interchangeFee, standardDictionary).ruleSet;
    expect(canonical?.text).toBe(interchangeFee);
    const byList = load(
      'Transaction.extensionList["payeeAccountType"]',
      'Transaction . extensionList [ "payerAccountType" ]',
    );
    const byParty = load(
      'Transaction.payee.partyIdInfo.extensionList.extension[key=accountType]',
      'Transaction["payer"].partyIdInfo.extensionList.extension[key = accountType]',
    );
    expect(byList?.id).toBe(canonical?.id);
    expect(byParty?.id).toBe(canonical?.id);
  });

  test('in canonical form is its own canonical form', () => {
    const once = canonicalText(parse(interchangeFee).file, standardDictionary);
    expect(once).toBe(interchangeFee);
  });
});

test('the id of a rule set changes with its text and with the dictionary', () => {
  const idOf = (text: string, dictionary = standardDictionary) =>
    loadRules(text, dictionary).ruleSet?.id;
  const changed = {
    ...standardDictionary,
    data: { ...standardDictionary.data, version: standardDictionary.data.version + 1 },
  };
  expect(idOf(interchangeFee)).toMatch(/^[0-9a-f]{64}$/);
  expect(idOf(interchangeFee)).toBe(idOf(interchangeFee));
  expect(idOf(interchangeFee.replaceAll('0.6%', '0.60%'))).not.toBe(idOf(interchangeFee));
  expect(idOf(interchangeFee, changed)).not.toBe(idOf(interchangeFee));
});
