/** Rule sets in life: what is drafted, approved, scheduled, in force, retired. */
import { translated } from '../../common/words/languages';
import { administrationWords } from './administration-words';
import { Problem, type ProblemName } from '../../common/api/problems';
import { parseDateTime } from '../../common/time';
import type { Clock } from '../../common/runtime';
import type { Refusal, RefusalCode } from '../rule-sets/refusal';
import type { Decided, RuleSets, RuleSetView } from '../rule-sets/rule-sets';
import type { Answer, Call } from '../../common/api/call';
import { large, small } from '../../common/api/handler';
import { mediaTypes } from './media-types';
import { rulesOf } from './trials';
import type { Threads } from './work/threads';

export function ruleSetHandlers(
  { administration, book }: Pick<RuleSets, 'administration' | 'book'>,
  threads: Threads,
  clock: Clock,
) {
  /** What is decided about the rule set that the path names. */
  const decide = (decision: (id: string, by: string, call: Call) => Decided) =>
    small(async (call) => {
      const decided = await decision(idOf(call), call.person.name, call);
      return { json: withoutText(done(decided)) };
    });
  const find = async (id: string): Promise<RuleSetView> => {
    const ruleSet = await administration.get(id);
    if (ruleSet === undefined) throw new Problem('unknown-id');
    return ruleSet;
  };
  return {
    listRuleSets: small(async () => ({
      json: { ruleSets: (await administration.list()).map(withoutText) },
    })),
    draftRuleSet: large(async (call) => {
      // Checked in the form in which they came, so that what is wrong is told by its place there.
      const content = await threads.run({ kind: 'right-rules', ...rulesOf(call) });
      const text = Buffer.from(content).toString();
      const { title = '', note } = call.parameters;
      const by = call.person.name;
      const ruleSet = withoutText(done(await administration.draft({ text, title, note, by })));
      const headers = { Location: `/rule-sets/${ruleSet.ruleSetId}` };
      return { status: 201, headers, json: ruleSet };
    }),
    ruleSetInForce: small(async ({ parameters }) => {
      const atMs =
        parameters['at'] === undefined
          ? clock.now()
          : instantOf(parameters['at'], { parameter: 'at' });
      const rules = book.current().at(atMs);
      if (rules.kind === 'unusable') {
        const detail = translated(administrationWords, (said) => said.notUsableSince(rules.reason));
        throw new Problem('unavailable', { detail });
      }
      const ruleSet = rules.kind === 'none' ? null : withoutText(await find(rules.ruleSetId));
      return { json: { at: new Date(atMs).toISOString(), ruleSet } };
    }),
    readRuleSet: small(async (call) => ({ json: withoutText(await find(idOf(call))) })),
    readRules: small(async (call): Promise<Answer> => {
      const { language } = call;
      const mediaType = call.accepted([mediaTypes.text, mediaTypes.csv, mediaTypes.xlsx]);
      const { text } = await find(idOf(call));
      if (mediaType === mediaTypes.text) return { mediaType, content: text };
      return {
        mediaType,
        content: await threads.run({ kind: 'tables', text, mediaType, language }),
      };
    }),
    approveRuleSet: decide((id, by) => administration.approve(id, by)),
    withdrawRuleSet: decide((id, by) => administration.withdraw(id, by)),
    scheduleRuleSet: decide((id, by, { body }) => {
      const { activeFrom } = body as { activeFrom: string };
      return administration.schedule(id, by, instantOf(activeFrom, { pointer: '/activeFrom' }));
    }),
    retireRuleSet: decide((id, by, { body }) => {
      const { from } = body as { from: string };
      return administration.retire(id, by, instantOf(from, { pointer: '/from' }));
    }),
  };
}

const idOf = ({ parameters }: Call): string => parameters['id'] ?? '';

/** The schema has looked at its form; a leap second has it too. */
function instantOf(text: string, where: { pointer: string } | { parameter: string }): number {
  const timeMs = parseDateTime(text);
  if (timeMs !== undefined) return timeMs;
  const detail = translated(administrationWords, (said) => said.noInstant);
  throw new Problem('invalid-request', { errors: [{ ...where, detail }] });
}

/** Without the text, which may be megabytes. */
function withoutText({ life, state, unusable }: RuleSetView) {
  return { ...life, state, ...(unusable !== undefined && { unusable }) };
}

function done(decided: Awaited<Decided>): RuleSetView {
  if (decided.kind === 'done') return decided.ruleSet;
  throw problemOf(decided);
}

const problemNames: Readonly<Record<RefusalCode, ProblemName>> = {
  'not-found': 'unknown-id',
  'bad-rules': 'invalid-rules',
  'already-there': 'other-state',
  'same-person': 'second-person-needed',
  'wrong-step': 'other-state',
  'too-early': 'other-state',
  'same-time': 'other-state',
  'unknown-dictionary': 'other-state',
  'changed-meanwhile': 'other-state',
  'read-only': 'not-set-up',
};

function problemOf({ code, told }: Refusal): Problem {
  return new Problem(problemNames[code], { detail: told });
}
