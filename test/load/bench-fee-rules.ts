/**
 * `make bench-fee-rules`: the evaluator against the same rules written by hand in TypeScript, as straight-line
 * code and dispatched by hash, and against json-rules-engine, with 1 to 10,000 rules. Each contestant runs in
 * a process of its own. First all must give what the interpreter gives; then they run in turns, and what is
 * compared is what they did in a second of CPU time, round by round. The tables go into the README of
 * fee-rules, unless only some sizes are asked for. ROUNDS, RUN_MS (of a turn) and SIZES can be set.
 */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Evaluation } from '../../connectors/fee-rules/engine/evaluation';
import {
  contestants,
  type Answer,
  type Contestant,
  type Question,
  type Run,
} from './fee-rules/messages';
import type { Loading } from './fee-rules/loading';
import { tablesOf, writeIntoReadme, wantedOf, type Measured } from './fee-rules/report';
import { sizes } from './fee-rules/tariff';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const rounds = setting('ROUNDS', 9);
const runMs = setting('RUN_MS', 150);
const chosen = (process.env['SIZES'] ?? '').split(',').filter(Boolean).map(Number);

/** So many transactions are checked where (rules x transactions) is not too much for the slow ones. */
const checkedMax = 1_000;
const pairsCheckedMax = { oracle: 1_000_000, 'json-rules-engine': 50_000 };

const root = join(__dirname, '../..');
const built = join(root, 'dist/bench-fee-rules');

/** As the hub is built: what tsx puts into the code would be measured too. */
function build(): void {
  console.log('Compiling ...');
  const compiler = require.resolve('typescript/bin/tsc');
  const project = join(__dirname, 'fee-rules/tsconfig.json');
  execFileSync(process.execPath, [compiler, '-p', project], { cwd: root, stdio: 'inherit' });
}

class Child {
  private readonly process: ChildProcess;
  private readonly died: Promise<never>;

  constructor(file: string, ...parameters: string[]) {
    this.process = fork(join(built, 'test/load/fee-rules', file), parameters, {
      execArgv: ['--expose-gc'],
    });
    this.died = once(this.process, 'exit').then(() => {
      throw new Error(`${file} ${parameters.join(' ')} has ended`);
    });
    this.died.catch(() => undefined);
  }

  async said<Said>(): Promise<Said> {
    const [message] = (await Promise.race([once(this.process, 'message'), this.died])) as [Said];
    return message;
  }

  async ask<Said extends Answer>(question: Question): Promise<Said> {
    this.process.send(question);
    return this.said<Said>();
  }

  end(): void {
    if (this.process.connected) this.process.disconnect();
  }
}

async function main(): Promise<void> {
  build();
  const measured: Measured[] = [];
  for (const size of chosen.length === 0 ? sizes : chosen) measured.push(await contest(size));
  const loading = await loadingOf(Math.max(...sizes));
  const tables = tablesOf(measured, loading);
  console.log(`\n${tables}`);
  if (chosen.length === 0) writeIntoReadme(tables);
  for (const missed of wantedOf(measured)) {
    console.log(missed);
    process.exitCode = 1;
  }
}

async function contest(size: number): Promise<Measured> {
  console.log(`${size} rules: all give the same entries? then ${rounds} rounds ...`);
  const oracle = new Child('contestant.js', 'oracle', String(size));
  const children = contestants.map((name) => ({
    name,
    child: new Child('contestant.js', name, String(size)),
  }));
  try {
    await expectTheSame(size, oracle, children);
    const turn = async (): Promise<Record<Contestant, Run>> => {
      const runs: [Contestant, Run][] = [];
      for (const { name, child } of children) runs.push([name, await child.ask<Run>({ runMs })]);
      return Object.fromEntries(runs) as Record<Contestant, Run>;
    };
    // Until V8 has compiled what runs often.
    for (let index = 0; index < 3; index += 1) await turn();
    const turns: Record<Contestant, Run>[] = [];
    for (let index = 0; index < rounds; index += 1) turns.push(await turn());
    return { size, turns };
  } finally {
    for (const one of [oracle, ...children.map(({ child }) => child)]) one.end();
  }
}

/** Throws when a contestant gives something else than the interpreter. */
async function expectTheSame(
  size: number,
  oracle: Child,
  children: readonly { name: Contestant; child: Child }[],
): Promise<void> {
  const results = async (child: Child, pairsMax: number) => {
    const check = Math.max(5, Math.min(checkedMax, Math.floor(pairsMax / size)));
    return (await child.ask<{ results: readonly Evaluation[] }>({ check })).results;
  };
  const expected = await results(oracle, pairsCheckedMax.oracle);
  for (const { name, child } of children) {
    const isSlow = name === 'json-rules-engine';
    const found = await results(child, pairsCheckedMax[isSlow ? name : 'oracle']);
    const isSame = JSON.stringify(found) === JSON.stringify(expected.slice(0, found.length));
    if (!isSame) throw new Error(`${name} with ${size} rules gives other entries`);
  }
}

async function loadingOf(size: number): Promise<Loading> {
  const child = new Child('loading.js', String(size));
  return child.said<Loading>();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
