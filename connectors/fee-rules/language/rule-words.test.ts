import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { standardDictionary } from './dictionary';
import { loadRules } from './load';
import type { Problem } from './problems';

/** The requirement's rule, each time without one of its words, or with a strange one in its place. */
const broken = [...interchangeFee.matchAll(/\S+/g)].flatMap(({ 0: word, index }) =>
  ['', 'strange', '"x"', '5%'].map(
    (instead) =>
      interchangeFee.slice(0, index) + instead + interchangeFee.slice(index + word.length),
  ),
);

const problemsOf = (text: string, language: 'en' | 'sw') =>
  loadRules(text, standardDictionary, language).problems;

function withoutTexts(problems: readonly Problem[]) {
  return problems.map((problem) => ({ ...problem, message: '', hint: '' }));
}

test('whatever is wrong with a rule is told at the same place by the same code in Swahili', () => {
  const codes = new Set<string>();
  const untranslated = new Set<string>();
  for (const text of broken) {
    const [english, swahili] = [problemsOf(text, 'en'), problemsOf(text, 'sw')];
    expect(withoutTexts(swahili)).toEqual(withoutTexts(english));
    for (const [index, { code, message, hint }] of english.entries()) {
      codes.add(code);
      const told = swahili[index];
      if (told?.message === message) untranslated.add(message);
      if (told?.hint === hint) untranslated.add(hint);
    }
  }
  expect(codes.size).toBeGreaterThan(8);
  expect([...untranslated]).toEqual([]);
});

test('a rule set has the same id in whatever language it was checked', () => {
  const [english, swahili] = (['en', 'sw'] as const).map((language) =>
    loadRules(interchangeFee, standardDictionary, language),
  );
  expect(english?.ruleSet?.id).toBeDefined();
  expect(swahili?.ruleSet?.id).toBe(english?.ruleSet?.id);
});
