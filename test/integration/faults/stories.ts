/** What k8s/STORIES.md has operators type: typed here, and held to what it says they see. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { answerWords } from '../../../connectors/common/contracts/decision-answer-words';
import { decisionTopicsEnvironment } from '../../../connectors/common/contracts/decision-topics';
import type { Terminal } from '../../../connectors/common/terminal';
import { decideCommand } from '../../../connectors/operations/commands/decide';
import { waitingCommand } from '../../../connectors/operations/commands/waiting';
import { until } from '../../kit/faults/engine-time';
import type { Payment } from '../../kit/faults/payments';
import { openDoor } from '../../kit/kafka';
import { runCommand } from '../../kit/run-command';
import type { Kafka } from '../../kit/stack/kafka';
import { dfspNames } from '../../kit/stack/dfsps';
import { projectRoot } from '../../kit/stack/scripts';

interface Typed {
  readonly words: readonly string[];
  /** What the page shows below it. */
  readonly shown: string;
}

/** Of whichever tenant: nothing was decided, and the same can be typed again. */
const betweenTwoWaits = dfspNames.map((tenant) => answerWords.en.noneWaits('<transferId>', tenant));
/** A step is tried for up to a minute before its payment waits again. */
const patienceMs = 150_000;

const commands = { waiting: waitingCommand, decide: decideCommand };
const topics = decisionTopicsEnvironment.parse({});

/** The blocks of the page's chapter of this number: each what is typed at one sitting. */
export function storyOf(chapter: number): readonly (readonly Typed[])[] {
  const page = readFileSync(join(projectRoot, 'k8s/STORIES.md'), 'utf8');
  const text = page.split(/^## /m).find((one) => one.startsWith(`${chapter}. `)) ?? '';
  return [...text.matchAll(/^```console\n([^]*?)^```$/gm)].map(([, block = '']) =>
    block
      .split(/^\$ hub /m)
      .slice(1)
      .map((one) => {
        const [line = '', ...rows] = one.split('\n');
        const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
        return { words, shown: rows.join('\n') };
      }),
  );
}

/** Types a block about this payment; rejects when what is seen is not what the page shows. */
export async function type(
  block: readonly Typed[],
  { transferId }: Payment,
  kafka: Kafka,
): Promise<void> {
  const connect = () => ({ kafka: openDoor(kafka), topics, brokers: kafka.brokers });
  const deps = { clock: systemClock, random: systemRandom, connect };
  for (const { words, shown } of block) {
    const [name = '', ...others] = words;
    const make = commands[name as keyof typeof commands];
    const typed = others.map((word) => word.replace('<transferId>', transferId));
    let seen = '';
    const isShown = async () => {
      const { out, err } = await runCommand((terminal: Terminal) => make(terminal, deps), typed);
      seen = asOnPage(`${out}${err}`, transferId);
      // What was not decided can be typed again: a payment is between two waits for a moment.
      const isBetween =
        betweenTwoWaits.some((words) => seen.includes(words)) || seen.startsWith('Nothing with ');
      return seen === shown || (name === 'decide' && !isBetween);
    };
    await until(`hub ${words.join(' ')}\n${shown}`, isShown, patienceMs).catch((error: unknown) => {
      throw new Error(`${String(error)}\nbut\n${seen}`);
    });
    if (seen !== shown) throw new Error(`hub ${words.join(' ')}\n${shown}\nis\n${seen}`);
  }
}

/** Of what is said only what is about this transfer, with what differs each time left open. */
function asOnPage(said: string, transferId: string): string {
  const about = said.split(/\n(?! |$)/).filter((one) => one.includes(transferId));
  const answers = /^(applied|refused|needs-approval|uncertain): /.test(said) ? [said] : about;
  const text = answers.length === 0 ? 'Nothing waits for a person.' : answers.join('\n');
  return `${text.trimEnd()}\n`
    .replaceAll(transferId, '<transferId>')
    .replace(/\(decision [^)]*\)/, '(decision <decisionId>)')
    .replace(/waits \d+ \w+$/m, 'waits <time>');
}
