/** From what an engine executed to what is drawn: one mark an element, however often it was visited. Pure. */
import type { Elements, ExecutedElement, ExecutedProcess } from '../../../api/types';

/**
 * `active`: the payment is here now. `interrupted`: an event has led it on from here, as the answer does that comes by message;
 * `terminated`: it was broken off here together with its process.
 */
export type MarkState = ExecutedElement['state'] | 'interrupted';

export interface Mark {
  readonly elementId: string;
  readonly name: string;
  readonly type: string;
  readonly state: MarkState;
  /** Oldest first. */
  readonly visits: readonly ExecutedElement[];
  /** Of all visits that have ended. Undefined: none has. */
  readonly durationMs?: number;
  /** Work that was begun and not called off: 1 is as it should be. */
  readonly tries: number;
  readonly incidents: number;
  readonly incidentsOpen: number;
}

/** In the order in which the elements were first entered; without the process itself. */
export function marksOf({
  elements,
  ...process
}: Pick<ExecutedProcess, 'elements' | 'state' | 'endedAt'>): readonly Mark[] {
  const byId = new Map<string, ExecutedElement[]>();
  for (const one of elements) {
    if (one.type === 'PROCESS') continue;
    const known = byId.get(one.elementId);
    if (known === undefined) byId.set(one.elementId, [one]);
    else known.push(one);
  }
  return [...byId.values()].map((visits) => markOf(visits, process));
}

type End = Pick<ExecutedProcess, 'state' | 'endedAt'>;

function markOf(visits: readonly ExecutedElement[], process: End): Mark {
  const [first] = visits;
  if (first === undefined) throw new Error('an element that was executed has a visit');
  const durations = visits.flatMap(({ durationMs }) => durationMs ?? []);
  const incidents = visits.flatMap((one) => one.incidents);
  return {
    ...{ elementId: first.elementId, name: first.name ?? first.elementId, type: first.type },
    ...{ state: stateOf(visits, process), visits },
    ...(durations.length > 0 && { durationMs: durations.reduce((sum, one) => sum + one, 0) }),
    tries: visits.flatMap((one) => one.jobs).reduce((sum, job) => sum + triesOf(job), 0),
    incidents: incidents.length,
    incidentsOpen: incidents.filter(({ endedAt }) => endedAt === undefined).length,
  };
}

/** What is now counts for more than what was. */
function stateOf(visits: readonly ExecutedElement[], process: End): MarkState {
  if (visits.some(({ state }) => state === 'active')) return 'active';
  const last = visits.at(-1);
  return last === undefined ? 'completed' : visitState(last, process);
}

export function visitState({ state, leftAt }: ExecutedElement, process: End): MarkState {
  const isWithProcess = process.state === 'terminated' && process.endedAt === leftAt;
  return state === 'terminated' && !isWithProcess ? 'interrupted' : state;
}

type Job = ExecutedElement['jobs'][number];
type What = Job['tries'][number]['what'];

/** Each ends one try. One that awaits its answer has ended too, for the engine counts no failure. */
const ends: ReadonlySet<What> = new Set<What>([
  ...(['completed', 'failed', 'timed-out', 'error', 'awaits-answer'] as const),
]);

const triesOf = ({ tries }: Job): number => tries.filter(({ what }) => ends.has(what)).length;

/** With what begins it, callers before those whom they have called. */
export interface ShownProcess {
  readonly process: ExecutedProcess;
  readonly side: Elements['sides'][number]['side'];
  readonly engine: string;
  readonly depth: number;
  readonly calledBy?: string;
}

export function shownProcesses({ sides }: Elements): readonly ShownProcess[] {
  return sides.flatMap(({ side, engine, processes }) => {
    const keys = new Map(processes.map((one) => [one.processInstanceKey, one]));
    const below = (caller: string | undefined, depth: number): ShownProcess[] =>
      processes
        .filter((one) => callerOf(one, keys) === caller)
        .flatMap((process) => [
          {
            ...{ process, side, engine, depth },
            ...(caller !== undefined && { calledBy: keys.get(caller)?.bpmnProcessId ?? caller }),
          },
          ...below(process.processInstanceKey, depth + 1),
        ]);
    return below(undefined, 0);
  });
}

/** A caller whose own records are gone is none. */
function callerOf(
  { calledBy }: ExecutedProcess,
  known: ReadonlyMap<string, ExecutedProcess>,
): string | undefined {
  const caller = calledBy?.processInstanceKey;
  return caller !== undefined && known.has(caller) ? caller : undefined;
}

/** The processes that an element has called. */
export function calledFrom(
  processes: readonly ShownProcess[],
  { visits }: Mark,
): readonly ShownProcess[] {
  const keys = new Set(visits.map(({ elementInstanceKey }) => elementInstanceKey));
  return processes.filter(
    ({ process: { calledBy } }) => calledBy !== undefined && keys.has(calledBy.elementInstanceKey),
  );
}

/** The one that an operator looks for: which stands still, else which is at work, else the first. */
export function firstShown(processes: readonly ShownProcess[]): ShownProcess | undefined {
  const stands = processes.find(({ process }) =>
    marksOf(process).some(({ incidentsOpen }) => incidentsOpen > 0),
  );
  return stands ?? processes[0];
}
