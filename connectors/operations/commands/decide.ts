/** `hub decide`: writes a decision to the topic, and waits for what becomes of it. */
import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { Matter } from '../../common/contracts/back-office';
import {
  decisionAnswerSchema,
  decisionSchema,
  decisionWords,
  digestOf,
  type DecisionAnswer,
} from '../../common/contracts/decisions';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import { parseJson } from '../../common/json';
import { thereIsNo } from '../../common/nearest';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { idOf } from './matter-text';
import { readMatters, withTopics, type OpenTopics, type TopicsDeps } from './topics';

interface Options {
  readonly why: string;
  readonly by: string;
  readonly approve?: string;
  readonly tenant?: string;
  readonly side?: string;
  readonly variables?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

export function decideCommand(terminal: Terminal, deps: TopicsDeps): Command {
  return new Command('decide')
    .description('decides what becomes of a payment, or of a process that stands still')
    .argument('<id>', 'transferId, transactionId or key of an incident, as `hub waiting` shows')
    .argument('<decision>', decisionWords.join(', '))
    .requiredOption('--why <text>', 'the reason: kept with the decision. Name no customer')
    .option('--by <name>', 'who decides it', userOfMachine())
    .option('--approve <decisionId>', "another person's same decision, which this lets be done")
    .option('--tenant <tenant>', 'where several have the same payment')
    .option('--side <payer|payee>', 'where one tenant has both sides of it')
    .option('--variables <json>', 'with retry: corrected variables of the step')
    .option('--timeout <seconds>', 'how long to wait for the answer', seconds, 30)
    .option('--json', 'the answer as it came, for programs')
    .action((id: string, word: string, options: Options) =>
      attempt(terminal, async () => {
        requireDecision(word);
        await withTopics(deps, (open) => decide({ id, word, options }, open, terminal, deps));
      }),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 3_600) return value;
  throw new InvalidArgumentError('Write a whole number of seconds from 1 to 3600.');
}

/** A container may run under a number that has no name. */
function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

interface Asked {
  readonly id: string;
  readonly word: string;
  readonly options: Options;
}

/** Before anybody is asked: a misspelt word is wrong whether Kafka answers or not. */
function requireDecision(word: string): void {
  if (decisionWords.some((one) => one === word)) return;
  const unknown = thereIsNo('decision', word, decisionWords);
  throw new CannotRun(`${unknown} Decisions: ${decisionWords.join(', ')}`);
}

async function decide(
  asked: Asked,
  open: OpenTopics,
  terminal: Terminal,
  deps: TopicsDeps,
): Promise<void> {
  const found = (await readMatters(open)).filter((matter) => isMeant(matter, asked));
  const [matter, ...others] = found;
  if (matter === undefined || others.length > 0) {
    const which = found.map((one) => `--tenant ${one.tenant ?? ''} --side ${sideOf(one)}`);
    terminal.err(
      matter === undefined
        ? `Nothing with ${asked.id} waits for a person. See: hub waiting\n`
        : `Nothing was decided: ${found.length} with ${asked.id} wait. Say which: ${which.join(' or ')}\n`,
    );
    terminal.exitCode(1);
    return;
  }
  const decisionId = deps.random.uuid();
  const value = decisionText(matter, asked, decisionId, deps.clock.now());
  const answer = await sendAndWait({ decisionId, value }, asked.options, open, deps);
  tell(answer, asked.options, terminal);
}

function isMeant(matter: Matter, { id, options: { tenant, side } }: Asked): boolean {
  // One that names none is said to be of the tenant by whoever decides.
  if (tenant !== undefined && (matter.tenant ?? tenant) !== tenant) return false;
  if (matter.kind === 'incident') return matter.incidentKey === id;
  if (side !== undefined && matter.side !== side) return false;
  return [matter.transferId, matter.transactionId].includes(id);
}

const sideOf = (matter: Matter): string => (matter.kind === 'payment' ? matter.side : '');

/** @throws CannotRun for what is no decision */
function decisionText(
  matter: Matter,
  { word, options }: Asked,
  decisionId: string,
  nowMs: number,
): string {
  const tenant = matter.tenant ?? options.tenant;
  if (tenant === undefined) throw new CannotRun('It names no tenant: say whose it is, --tenant');
  const { success, data, error } = decisionSchema.safeParse({
    ...{ version: 1, decisionId, tenant, decision: word },
    ...(matter.kind === 'payment'
      ? { side: matter.side, transferId: matter.transferId, reason: matter.reason }
      : { incidentKey: matter.incidentKey }),
    ...{ who: options.by, why: options.why, when: new Date(nowMs).toISOString() },
    ...(options.approve !== undefined && { approves: options.approve }),
    ...(options.variables !== undefined && { variables: parseJson(options.variables) ?? null }),
  });
  if (success) return JSON.stringify(data);
  const problems = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new CannotRun(`This is no decision on ${idOf(matter)}: ${problems.join('; ')}`);
}

/** Undefined when none came in time. */
async function sendAndWait(
  { decisionId, value }: { readonly decisionId: string; readonly value: string },
  { timeout }: Options,
  { kafka, topics }: OpenTopics,
  { clock }: TopicsDeps,
): Promise<DecisionAnswer | undefined> {
  const digest = digestOf(value);
  let answer: DecisionAnswer | undefined;
  const answers = new FollowedTopics(kafka, {
    topic: topics.OPERATOR_DECISION_ANSWERS_TOPIC,
    enter: (record) => {
      const { data } = decisionAnswerSchema.safeParse(parseJson(record.value ?? ''));
      if (data?.digest === digest && data.result !== 'accepted') answer ??= data;
    },
  });
  // Before it is written: nobody answers it then.
  await answers.start();
  const over = new AbortController();
  try {
    await kafka.publish([{ topic: topics.OPERATOR_DECISIONS_TOPIC, key: decisionId, value }]);
    const limit = { isOver: false };
    const late = clock.sleep(timeout * 1_000, over.signal).then(() => {
      limit.isOver = true;
    });
    while (answer === undefined && !limit.isOver) await Promise.race([answers.moved(), late]);
    return answer;
  } finally {
    over.abort();
    await answers.stop();
  }
}

function tell(answer: DecisionAnswer | undefined, { json }: Options, terminal: Terminal): void {
  if (answer === undefined) {
    throw new CannotRun(
      'Nobody has answered the decision yet. It is written, and is taken once a role decision-relay runs: look at hub ' +
        'waiting before you decide anew',
    );
  }
  const { result, why, decisionId } = answer;
  if (json === true) terminal.out(`${JSON.stringify(answer)}\n`);
  else {
    const text = `${result}: ${why} (decision ${decisionId ?? ''})\n`;
    if (result === 'applied') terminal.out(text);
    else terminal.err(text);
  }
  if (result !== 'applied') terminal.exitCode(1);
}
