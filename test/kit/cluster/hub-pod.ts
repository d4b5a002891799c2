/** A container of the hub as a plain process of this machine, told what Helm renders for it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pods } from '../chart/pods';
import { startProcess, type ManagedProcess, type Readiness } from '../stack/processes';
import { projectRoot } from '../stack/scripts';
import { environmentOfImage, plainProcess, writeVolumes, type ClusterObjects } from './pod-process';

export interface HubPod {
  readonly pods: Pods;
  /** Also its folder's, in `runDirectory`. */
  readonly name: string;
  readonly runDirectory: string;
  /** Its own, where each port is the one of the manifest. */
  readonly address: string;
  /** Where services are: `hub-kafka-bootstrap:9092` is `127.0.0.1:39123`. */
  readonly services: Readonly<Record<string, string>>;
  readonly objects: ClusterObjects;
  /** Where `connectors/main.js` of a build lies. */
  readonly hubBuild: string;
  /** By its memory limit in MiB. */
  readonly launcher?: ((memoryLimitMb: number) => readonly string[]) | undefined;
}

const restartsMax = 8;
const restartAfterMs = 2_000;

export const componentOf = ({ labels }: Pick<Pods, 'labels'>): string =>
  labels['app.kubernetes.io/component'] ?? '';

/** What is the root of its file system. */
export const folderOf = ({ runDirectory, name }: Pick<HubPod, 'runDirectory' | 'name'>): string =>
  join(runDirectory, 'pods', name);

/** A role, until it is ready; as a kubelet does, a little sooner: what reads a topic ends while nobody has made that. */
export async function startHubPod(pod: HubPod): Promise<ManagedProcess> {
  const readiness = { httpOk: `http://${pod.address}:5000/readyz` };
  for (let restart = 0; ; restart += 1) {
    try {
      return await start(pod, readiness, restart);
    } catch (error) {
      if (restart === restartsMax) throw error;
      await sleep(restartAfterMs);
    }
  }
}

/** `hub deploy`, to its end. */
export async function runHubJob(pod: HubPod): Promise<void> {
  const job = await start(pod, 'at-once', 0);
  const { code, signal } = await job.exited;
  if (code !== 0) throw new Error(`${pod.pods.id} failed (${signal ?? code}): ${job.logFile}`);
}

function start(pod: HubPod, readiness: Readiness, restart: number): Promise<ManagedProcess> {
  const { pods, address, services, objects, hubBuild, runDirectory } = pod;
  const name = restart === 0 ? pod.name : `${pod.name}-${restart}`;
  const folder = folderOf(pod);
  mkdirSync(folder, { recursive: true });
  writeVolumes(pods, folder, objects);
  const ofImage = environmentOfImage(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
  const surroundings = { folder, address, services };
  const { args, environment, memoryLimitMb } = plainProcess(pods, ofImage, surroundings);
  return startProcess({
    name,
    command: process.execPath,
    args: [join(hubBuild, 'connectors/main.js'), ...args],
    launcher: pod.launcher?.(memoryLimitMb),
    environment: { ...nothingOfOurs(), ...environment },
    workingDirectory: folder,
    logFile: join(runDirectory, `${name}.log`),
    appendToLog: true,
    readiness,
    readyWithinMs: 300_000,
  });
}

/** A container has none of what this process was told. */
const nothingOfOurs = () =>
  Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name !== 'PATH')
      .map((name) => [name, undefined]),
  );
