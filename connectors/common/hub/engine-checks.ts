import { deployableDiagrams, diagramsOfBuild } from '../diagrams/deployable-diagrams';
import { elementsOf, processesOf } from '../diagrams/diagram';
import type { Clock } from '../runtime';
import { patchFinding } from '../zeebe/engine-patches';
import type { EngineState, Inspection } from '../zeebe/inspection';
import { found, once, type Check, type Finding } from '../check';
import { messageOf } from '../message-of';

/** Contracts of the hub and its diagrams are those of this version, and of what has come since. */
const versionMin = [8, 5] as const;

interface DeployedAs {
  readonly file: string;
  readonly processId: string;
  readonly elementIds: readonly string[];
}

/** What the first line says need not be said by all others. */
const notLookedAt = found.warn('not looked at: the engine does not answer');
const unanswered = (): EngineState => ({ version: '', partitions: 0, withoutLeader: [] });

/** Of the engine itself, whatever works on it. */
export async function engineChecks(
  { inspection, clock }: { readonly inspection: Inspection; readonly clock: Pick<Clock, 'now'> },
  address: string,
  folder = diagramsOfBuild,
): Promise<Check[]> {
  const state = once(() => inspection.state());
  const answers: Check = {
    what: `the engine at ${address}`,
    run: async () => {
      try {
        return versionFinding((await state()).version);
      } catch (error) {
        return found.away(messageOf(error), 'Start a Zeebe broker there, or set ZEEBE_ADDRESS.');
      }
    },
  };
  const patches: Check = {
    what: "the engine's patches",
    run: async () => {
      const { version } = await state().catch(unanswered);
      return version === '' ? notLookedAt : patchFinding(version, clock.now());
    },
  };
  const partitions: Check = {
    what: 'its partitions',
    run: async () => {
      const { partitions: count, withoutLeader } = await state().catch(unanswered);
      if (count === 0) return notLookedAt;
      if (withoutLeader.length === 0) return found.ok(`${count}, each with a healthy leader`);
      return found.fail(
        `without a healthy leader: ${withoutLeader.join(', ')} of ${count}`,
        'Look at the logs of the brokers: payments of these partitions stand still.',
      );
    },
  };
  const processes = await processesIn(folder);
  const deployed = processes.map((process) => deployedCheck(process, inspection, state));
  return [answers, patches, partitions, ...deployed];
}

function versionFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < versionMin[0] || (major === versionMin[0] && minor < versionMin[1]);
  if (!isOld) return found.ok(`answers, version ${version}`);
  return found.fail(`has version ${version}`, `Run Zeebe ${versionMin.join('.')} or later.`);
}

function deployedCheck(
  { file, processId, elementIds }: DeployedAs,
  inspection: Inspection,
  state: () => Promise<EngineState>,
): Check {
  return {
    what: `the process ${processId}`,
    run: async () => {
      if ((await state().catch(unanswered)).partitions === 0) return notLookedAt;
      const missing = await inspection.elementsMissing(processId, elementIds);
      if (missing === 'none-deployed') return found.fail('is not deployed', 'Run `hub deploy`.');
      const { elementId } = missing;
      if (elementId === undefined) {
        return found.ok(`is deployed, with all ${elementIds.length} elements of this build`);
      }
      return found.fail(
        `is deployed from another diagram than ${file} of this build: it has no ${elementId}`,
        'Run `hub deploy` with the diagrams of this build.',
      );
    },
  };
}

/** As they are deployed: called processes woven in. */
async function processesIn(folder: string): Promise<DeployedAs[]> {
  const { diagrams, problems } = await deployableDiagrams(folder);
  if (problems.length > 0) throw new Error(`diagrams of this build: ${problems.join('; ')}`);
  return diagrams.flatMap(({ name, definitions }) =>
    processesOf(definitions).map((process) => ({
      file: name,
      processId: process.id,
      elementIds: elementsOf(process).map(({ id }) => id),
    })),
  );
}
