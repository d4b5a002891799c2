import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { standardDictionary } from '../../../connectors/fee-rules/language/dictionary';
import { loadRules } from '../../../connectors/fee-rules/language/load';
import type { RuleSetLife } from '../../../connectors/fee-rules/rule-sets/record';
import { interchangeFee } from '../fee-rules/interchange-fee';

export const feeRulesDirectoryOf = (runDirectory: string): string =>
  join(runDirectory, 'fee-rules');

const sample = join(__dirname, '../../../k8s/sample/fee-rules/use-cases.rules');

/**
 * The receiver's DFSP owes the sender's 0.6 % of payments from wallet to wallet between people; of other use cases
 * the fee is the sample's. In force since long ago.
 */
export function writeFeeRules(runDirectory: string): void {
  const [, ...ofOthers] = readFileSync(sample, 'utf8').split(/(?<=^};\n)\n/m);
  const text = [interchangeFee, ...ofOthers].join('\n');
  const { ruleSet } = loadRules(text, standardDictionary);
  if (ruleSet === undefined) throw new Error('the sample of fee rules has errors');
  const by = (person: string) => ({ by: person, at: '2026-01-01T00:00:00.000Z' });
  const life: RuleSetLife = {
    step: 'scheduled',
    ruleSetId: ruleSet.id,
    revision: 3,
    title: 'Interchange fee',
    dictionaryVersion: standardDictionary.data.version,
    drafted: by('anna'),
    approved: by('ben'),
    scheduled: { ...by('ben'), activeFrom: '2026-01-02T00:00:00.000Z' },
  };
  const directory = feeRulesDirectoryOf(runDirectory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'interchange-fee.rules'), ruleSet.text);
  writeFileSync(join(directory, `interchange-fee.${life.revision}.yaml`), stringify(life));
}
