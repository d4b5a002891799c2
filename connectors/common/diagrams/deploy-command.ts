/** `hub deploy`: all diagrams of a folder or, when one of them is wrong, none. */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Clock, Logger } from '../runtime';
import { attempt, CannotRun, type Terminal } from '../terminal';
import { decodeUtf8 } from '../utf8';
import type { DeployableFile, DeployedProcess } from '../zeebe/deploy';
import { checkDiagram, type DiagramRules, type KnownJobs } from './check-diagram';
import { readDiagram } from './diagram';
import { readDiagramFolder } from './diagram-folder';
import { messageOf } from '../message-of';

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
}

interface Options {
  readonly force?: boolean;
  readonly wait: number;
}

const usualWaitS = 30;
const waitSMax = 3_600;
const betweenLooksMs = 500;

export function deployCommand(terminal: Terminal, deps: DeployCommandDeps): Command {
  return new Command('deploy')
    .description('deploys the BPMN processes of a folder; what has not changed stays as it is')
    .argument('[folder]', 'folder of *.bpmn files', join(__dirname, '../../../bpmn'))
    .option('--force', 'others serve the job types that no worker of this build knows')
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
  { force = false, wait }: Options,
  terminal: Terminal,
  { jobs, clock, connect }: DeployCommandDeps,
): Promise<void> {
  const { files, problems } = readDiagramFolder(folder);
  const rules = { jobs, hasForeignWorkers: force };
  const wrong = await Promise.all(files.map((file) => problemsIn(file, rules)));
  const all = [...problems, ...wrong.flat()];
  if (all.length > 0) {
    for (const line of [...all, 'Nothing was deployed.']) terminal.err(`${line}\n`);
    terminal.exitCode(1);
    return;
  }
  const { door, address, log } = connect();
  try {
    await awaitEngine(door, address, wait, clock);
    log.info({ folder, engine: address }, 'deploying');
    for (const process of await door.deploy(files)) {
      log.info({ ...process }, process.isNew ? 'process deployed' : 'process unchanged');
    }
  } finally {
    await door.drain(0);
  }
}

async function problemsIn(
  { name, content }: DeployableFile,
  rules: DiagramRules,
): Promise<string[]> {
  const xml = decodeUtf8(content);
  if (xml === undefined) return [`${name}: this is not UTF-8 text: save it as UTF-8`];
  const diagram = await readDiagram(xml).catch((error: unknown) => {
    return messageOf(error).replaceAll(/\s*\n\s*/g, '; ');
  });
  if (typeof diagram === 'string') return [`${name}: this is no BPMN: ${diagram}`];
  return checkDiagram(diagram.definitions, rules).map(({ rule, elementId, elementName, text }) => {
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
