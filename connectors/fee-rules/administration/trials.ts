/** What rules are worth, before anybody depends on them: checked, laid out, explained, tried. */
import { translated } from '../../common/words/languages';
import { administrationWords } from './administration-words';
import { Problem } from '../../common/api/problems';
import type { RuleSetAdministration } from '../rule-sets/rule-sets';
import type { Answer, Call } from '../../common/api/call';
import { large } from '../../common/api/handler';
import { mediaTypes } from './media-types';
import type { Threads } from './work/threads';

export function trialHandlers(threads: Threads, ruleSets: RuleSetAdministration) {
  const tryRules = async (kind: 'explain' | 'evaluate', call: Call): Promise<Answer> => {
    const { ruleSetId } = call.parameters;
    const text = ruleSetId === undefined ? undefined : await textOf(ruleSets, ruleSetId);
    const { language } = call;
    return json(await threads.run({ kind, body: call.body as Uint8Array, text, language }));
  };
  return {
    checkRules: large(async (call) => json(await threads.run({ kind: 'check', ...rulesOf(call) }))),
    formatRules: large(async (call) => ({
      mediaType: mediaTypes.text,
      content: await threads.run({ kind: 'canonical-text', ...rulesOf(call) }),
    })),
    convertRules: large(async (call): Promise<Answer> => {
      const form = call.accepted([mediaTypes.json, mediaTypes.csv, mediaTypes.xlsx]);
      return {
        mediaType: form,
        content: await threads.run({ kind: 'convert', form, ...rulesOf(call) }),
      };
    }),
    explainRules: large((call) => tryRules('explain', call)),
    evaluateRules: large((call) => tryRules('evaluate', call)),
  };
}

/** The body of an operation that takes rules in any form. */
export function rulesOf({ body, mediaType, language }: Call) {
  return { mediaType, content: body as Uint8Array, language };
}

export async function textOf(ruleSets: RuleSetAdministration, ruleSetId: string): Promise<string> {
  const ruleSet = await ruleSets.get(ruleSetId);
  if (ruleSet !== undefined) return ruleSet.text;
  const detail = translated(administrationWords, (said) => said.noRuleSet);
  throw new Problem('invalid-request', { errors: [{ parameter: 'ruleSetId', detail }] });
}

function json(content: Uint8Array): Answer {
  return { mediaType: 'application/json', content };
}
