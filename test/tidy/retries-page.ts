import { join } from 'node:path';
import {
  pausesMs,
  repeatKinds,
  steps,
  type StepRetries,
} from '../../connectors/common/retries/steps';

const section = /(<!-- steps\. [^\n]*-->\n)[\s\S]*?(<!-- end of steps -->)/;

export const retriesFile = join(__dirname, '../../connectors/common/retries/RETRIES.md');

/** The page of retries with what their table says now. */
export function withSteps(page: string): string {
  const text = [tableOfSteps(), '', ...textOfKinds()].join('\n');
  return page.replace(section, (_whole, head: string, end: string) => `${head}\n${text}\n\n${end}`);
}

function tableOfSteps(): string {
  return [
    '| Step | Attempts | One takes at most | Pauses between them, of which half to all | No further one after | A repeat |',
    '|---|---|---|---|---|---|',
    ...Object.entries(steps).map(([name, step]) => rowOf(name, step)),
  ].join('\n');
}

function rowOf(name: string, step: StepRetries): string {
  const { attempts, attemptMs, until, repeat } = step;
  const pauses = name.includes(':look-up-party:2') || name.includes(':look-up-participant:');
  const cells = [
    `\`${name}\``,
    String(attempts),
    `${attemptMs / 1_000} s`,
    pauses ? '`timers.partyLookup`' : pausesOf(step),
    until === undefined ? '' : `\`${until.join('.')}\``,
    repeat,
  ];
  return `| ${cells.join(' | ')} |`;
}

function pausesOf(step: StepRetries): string {
  const shown = pausesMs(step).map((ms) => ms / 1_000);
  const [first, second] = shown;
  const last = shown.at(-1);
  const list = shown.length > 8 ? [first, second, '...', last] : shown;
  return `${list.join(', ')} s`;
}

function textOfKinds(): string[] {
  return Object.entries(repeatKinds).map(([kind, meaning]) => `- **${kind}**: ${meaning}`);
}
