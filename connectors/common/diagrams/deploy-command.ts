/** `hub deploy`: all diagrams of a folder or, when one of them is wrong, none; and before them the topics. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { MadeTopics } from '../hub/own-topics';
import type { Clock, Logger } from '../runtime';
import { attempt, CannotRun, type Terminal } from '../terminal';
import type { DeployableFile, DeployedProcess } from '../zeebe/deploy';
import { checkDiagram, type DiagramRules, type KnownJobs } from './check-diagram';
import { messageOf } from '../message-of';
import { deployableDiagrams, diagramsOfBuild, type DeployableDiagram } from './deployable-diagrams';

/** As much of the door to the engine as a deployment needs. */
export interface DeploymentDoor {
  deploy(files: readonly DeployableFile[]): Promise<DeployedProcess[]>;
  checkHealth(): Promise<void>;
  drain(graceMs: number): Promise<void>;
}

export interface DeployCommandDeps {
  readonly jobs: KnownJobs;
  readonly clock: Clock;
  /** Connects when the diagrams are found right. */
  readonly connect: () => {
    readonly door: DeploymentDoor;
    readonly address: string;
    readonly log: Logger;
  };
  /** Those of all roles; none where no Kafka is set. @throws CannotRun */
  readonly makeTopics: () => Promise<MadeTopics>;
}

interface Options {
  readonly force?: boolean;
  readonly write?: string;
  readonly wait: number;
}

const usualWaitS = 30;
const waitSMax = 3_600;
const betweenLooksMs = 500;

export function deployCommand(terminal: Terminal, deps: DeployCommandDeps): Command {
  return new Command('deploy')
    .description('deploys the BPMN processes of a folder; what has not changed stays as it is')
    .argument('[folder]', 'folder of *.bpmn files', diagramsOfBuild)
    .option('--force', 'others serve job types, and deploy called processes, that this build lacks')
    .option('--write <folder>', 'write there what would be deployed, called processes woven in')
    .option('--wait <seconds>', 'how long the engine may take to answer', seconds, usualWaitS)
    .action((folder: string, options: Options) =>
      attempt(terminal, () => deployFolder(folder, options, terminal, deps)),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && value <= waitSMax) return value;
  throw new InvalidArgumentError(`Write a number of seconds up to ${waitSMax}.`);
}

async function deployFolder(
  folder: string,
  { force = false, wait, write }: Options,
  terminal: Terminal,
  { jobs, clock, connect, makeTopics }: DeployCommandDeps,
): Promise<void> {
  const { diagrams, problems } = await deployableDiagrams(folder, { hasForeignProcesses: force });
  const rules = { jobs, hasForeignWorkers: force };
  const all = [...problems, ...diagrams.flatMap((diagram) => problemsIn(diagram, rules))];
  if (all.length > 0) {
    for (const line of [...all, 'Nothing was deployed.']) terminal.err(`${line}\n`);
    terminal.exitCode(1);
    return;
  }
  if (write !== undefined) {
    mkdirSync(write, { recursive: true });
    for (const { name, content } of diagrams) writeFileSync(join(write, name), content);
    terminal.out(`Written to ${write}, and not deployed: ${diagrams.length} diagrams.\n`);
    return;
  }
  const { door, address, log } = connect();
  try {
    await awaitEngine(door, address, wait, clock);
    // First: what the processes tell has a place from the first record on.
    tellTopics(await makeTopics(), log);
    log.info({ folder, engine: address }, 'deploying');
    const files = diagrams.map(({ name, content }) => ({ name, content }));
    for (const process of await door.deploy(files)) {
      log.info({ ...process }, process.isNew ? 'process deployed' : 'process unchanged');
    }
  } finally {
    await door.drain(0);
  }
}

function tellTopics({ made, differing }: MadeTopics, log: Logger): void {
  for (const topic of made) log.info({ topic }, 'topic made');
  for (const difference of differing) {
    log.warn({ difference }, 'a topic is there and is other than settings say: it is left so');
  }
}

function problemsIn({ name, definitions }: DeployableDiagram, rules: DiagramRules): string[] {
  return checkDiagram(definitions, rules).map(({ rule, elementId, elementName, text }) => {
    const advice = rule === 'job-without-worker' ? ' (served by others: --force)' : '';
    return `${name}: ${elementId} "${elementName}": ${text}${advice}`;
  });
}

/** An engine that is just starting gets the time that it needs; one that is not there is told of. */
async function awaitEngine(
  door: DeploymentDoor,
  address: string,
  waitS: number,
  clock: Clock,
): Promise<void> {
  const giveUpAt = clock.now() + waitS * 1_000;
  for (;;) {
    const problem = await door.checkHealth().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
    if (problem === undefined) return;
    if (clock.now() >= giveUpAt) {
      throw new CannotRun(
        `No Zeebe broker that is ready answers at ${address} (waited ${waitS} s). ` +
          `Start one, or set ZEEBE_ADDRESS. It said: ${problem}`,
      );
    }
    await clock.sleep(betweenLooksMs);
  }
}
