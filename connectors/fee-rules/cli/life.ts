/** What people decide about the rule sets in a folder. Whoever may write to it is believed who they are. */
import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { systemClock, systemRandom } from '../../common/clock';
import { readEnvironment } from '../../common/config/environment';
import { personNameSchema } from '../../common/contracts/person-name';
import { parseDateTime } from '../../common/time';
import type { EpochMs } from '../../common/runtime';
import { createRuleSetAdministration } from '../rule-sets/rule-set-administration';
import { directoryStore } from '../rule-sets/directory-store';
import { loadText } from '../rule-sets/load-text';
import { LoadedRuleSets } from '../rule-sets/loaded-rule-sets';
import { titleSchema } from '../rule-sets/record';
import type { RuleLoader } from '../rule-sets/rule-loader';
import type { Decided, RuleSetAdministration, RuleSetView } from '../rule-sets/rule-sets';
import { ruleSetsEnvironment } from '../rule-sets/settings';
import type { RuleSetStore } from '../rule-sets/store';
import { CannotRun, type Terminal } from '../../common/terminal';
import { attempt, textOf } from './terminal';
import { messageOf } from '../../common/message-of';

interface Where {
  readonly directory?: string;
}

interface Who extends Where {
  readonly by: string;
}

export function addLife(command: Command, terminal: Terminal): void {
  const decides = (name: string, description: string) =>
    inDirectory(command.command(name).description(description)).requiredOption(
      '--by <name>',
      'who decides it',
      parsedBy(personNameSchema),
    );
  const ofRuleSet = (name: string, description: string) =>
    decides(name, description).argument('<id>', 'of the rule set, or how it begins');
  decides('draft', 'puts rules into the folder, for somebody else to approve')
    .argument('<file>', 'rules as text')
    .requiredOption('--title <title>', 'what people call it', parsedBy(titleSchema))
    .option('--note <note>', 'why')
    .action((file: string, { directory, ...draft }: Who & { title: string; note?: string }) =>
      attempt(terminal, async () => {
        const text = await textOf(file);
        await tell(open(folderOf(directory)).administration.draft({ text, ...draft }), terminal);
      }),
    );
  ofRuleSet('approve', 'approves a draft of somebody else').action((id: string, who: Who) =>
    decide(id, who, terminal, (rules, ruleSetId) => rules.approve(ruleSetId, who.by)),
  );
  ofRuleSet('withdraw', 'gives up what is not scheduled yet').action((id: string, who: Who) =>
    decide(id, who, terminal, (rules, ruleSetId) => rules.withdraw(ruleSetId, who.by)),
  );
  ofRuleSet('schedule', 'decides from when on approved rules are in force')
    .requiredOption('--from <time>', 'like 2026-12-01T00:00:00Z', parsedTime)
    .action((id: string, { from, ...who }: Who & { from: EpochMs }) =>
      decide(id, who, terminal, (rules, ruleSetId) => rules.schedule(ruleSetId, who.by, from)),
    );
  ofRuleSet('retire', 'ends rules; what was in force before them is in force again')
    .requiredOption('--from <time>', 'like 2026-12-01T00:00:00Z', parsedTime)
    .action((id: string, { from, ...who }: Who & { from: EpochMs }) =>
      decide(id, who, terminal, (rules, ruleSetId) => rules.retire(ruleSetId, who.by, from)),
    );
  inDirectory(command.command('status').description('shows the rule sets of the folder'))
    .option('--json', 'for programs')
    .action(({ directory, json }: Where & { json?: boolean }) =>
      attempt(terminal, () => showStatus(folderOf(directory), json === true, terminal)),
    );
}

const inDirectory = (command: Command) =>
  command.option('--directory <folder>', 'folder of the rule sets, else FEE_RULES_DIRECTORY');

/** The folder that the roles of this machine read, unless another one is named. */
function folderOf(directory: string | undefined): string {
  if (directory !== undefined) return directory;
  const settings = readEnvironment(whereRulesAre);
  if (settings.FEE_RULES_SOURCE === 'directory') return settings.FEE_RULES_DIRECTORY;
  throw new CannotRun(
    'FEE_RULES_SOURCE is kafka: decide over the API of fee-rules-administration, or name a folder with --directory',
  );
}

const whereRulesAre = ruleSetsEnvironment.pick({
  FEE_RULES_SOURCE: true,
  FEE_RULES_DIRECTORY: true,
});

function parsedBy(schema: typeof personNameSchema): (text: string) => string {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? '');
  };
}

function parsedTime(text: string): EpochMs {
  const timeMs = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? parseDateTime(text) : undefined;
  if (timeMs === undefined) throw new InvalidArgumentError('Write 2026-12-01T00:00:00Z.');
  return timeMs;
}

interface OpenDirectory {
  readonly store: RuleSetStore;
  readonly administration: RuleSetAdministration;
}

/** A command has nothing else to do meanwhile: rules are loaded in its own thread. */
const loader: RuleLoader = { load: (request) => Promise.resolve(loadText(request)) };

/** @throws CannotRun without the folder. */
function open(directory: string): OpenDirectory {
  if (!existsSync(directory)) {
    throw new CannotRun(
      `There is no folder ${directory}: make it first, or name another one by --directory or FEE_RULES_DIRECTORY`,
    );
  }
  const store = directoryStore(directory, { clock: systemClock, random: systemRandom });
  const deps = { store, loader, clock: systemClock, unusable: () => undefined };
  return { store, administration: createRuleSetAdministration(deps) };
}

function decide(
  id: string,
  { directory }: Who,
  terminal: Terminal,
  decision: (administration: RuleSetAdministration, ruleSetId: string) => Decided,
): Promise<void> {
  return attempt(terminal, async () => {
    const folder = folderOf(directory);
    const { administration } = open(folder);
    const all = await reading(folder, administration.list());
    const found = all.filter(({ life }) => life.ruleSetId.startsWith(id));
    const [only] = found;
    if (found.length > 1) throw new CannotRun(`${found.length} rule sets begin with ${id}`);
    await tell(decision(administration, only?.life.ruleSetId ?? id), terminal);
  });
}

async function tell(decided: Decided, terminal: Terminal): Promise<void> {
  const answer = await decided.catch((error: unknown) => {
    throw new CannotRun(messageOf(error));
  });
  if (answer.kind === 'done') {
    terminal.out(line(answer.ruleSet));
  } else {
    terminal.err(`${answer.message}\n`);
    terminal.exitCode(1);
  }
}

async function showStatus(directory: string, asJson: boolean, terminal: Terminal): Promise<void> {
  const { store, administration } = open(directory);
  const loaded = new LoadedRuleSets(loader, systemClock);
  const { ruleSets, unreadable } = await reading(directory, store.read());
  const reasons = new Map<string, string>();
  for (const stored of ruleSets) {
    if (loaded.usable(stored) === undefined) await loaded.load(stored);
    const usable = loaded.usable(stored);
    if (usable === undefined || 'evaluator' in usable) continue;
    reasons.set(stored.record.life.ruleSetId, usable.reason);
  }
  for (const { life, state } of await administration.list()) {
    const unusable = reasons.get(life.ruleSetId);
    const shown = { ...life, state, unusable };
    terminal.out(asJson ? `${JSON.stringify(shown)}\n` : line({ life, state }));
    if (!asJson && unusable !== undefined) terminal.err(`  cannot be used: ${unusable}\n`);
  }
  for (const { where, problem } of unreadable) terminal.err(`${where}: ${problem}\n`);
  if (reasons.size > 0 || unreadable.length > 0) terminal.exitCode(1);
}

async function reading<Result>(directory: string, result: Promise<Result>): Promise<Result> {
  return result.catch((error: unknown) => {
    throw new CannotRun(`${directory} cannot be read: ${messageOf(error)}`);
  });
}

function line({ life, state }: Pick<RuleSetView, 'life' | 'state'>): string {
  const times = [
    'scheduled' in life ? ` from ${life.scheduled.activeFrom}` : '',
    'retired' in life ? ` until ${life.retired.from}` : '',
  ].join('');
  return `${life.ruleSetId.slice(0, 12)} ${state}${times} "${life.title}"\n`;
}
