import type { ModdleElement } from 'bpmn-moddle';
import type { JobDefinition } from '../hub/worker';
import { conditionOf, elementsOf, extensions, hasProperty, linkOf, mappings } from './diagram';

interface LostError {
  /** The event that catches the error. */
  readonly event: ModdleElement;
  /** Where it would have been read. */
  readonly reader: ModdleElement;
}

const lost = 'errorInformation';

/** The variable itself, not the field of another one. */
const readsIt = new RegExp(`(?<![.\\w"])${lost}(?![\\w":])`);

/**
 * Variables of a BPMN error are local to the event that catches it: what reads them further on sees an older
 * error or none. An answer to a peer would then say that all went well.
 */
export function findLostErrors(
  elements: readonly ModdleElement[],
  jobs: ReadonlyMap<string, JobDefinition>,
): LostError[] {
  const catching = elements.filter(
    (one) => catchesError(one) && !sets(one, jobs) && !hasProperty(one, lost, 'not needed'),
  );
  return catching.flatMap((event) => {
    const reader = firstReader(event, elements, jobs);
    return reader === undefined ? [] : [{ event, reader }];
  });
}

function catchesError(element: ModdleElement): boolean {
  const isError = element.eventDefinitions?.some(
    ({ $type }) => $type === 'bpmn:ErrorEventDefinition',
  );
  return isError === true && /^bpmn:(Boundary|Start)Event$/.test(element.$type);
}

interface Step {
  readonly element: ModdleElement;
  /** Some job stands between the event and it. */
  readonly isBehindJob: boolean;
}

/** Goes every way that leads on from the event, until something sets the variable anew. */
function firstReader(
  event: ModdleElement,
  elements: readonly ModdleElement[],
  jobs: ReadonlyMap<string, JobDefinition>,
): ModdleElement | undefined {
  const seen = new Set<string>();
  const ahead: Step[] = [{ element: event, isBehindJob: false }];
  for (let step = ahead.shift(); step !== undefined; step = ahead.shift()) {
    const { element, isBehindJob } = step;
    const key = `${element.id} ${isBehindJob}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (element !== event && reads(element, isBehindJob, jobs)) return element;
    const isJob = extensions(element, 'zeebe:TaskDefinition').length > 0;
    const next = [
      ...(element !== event && sets(element, jobs) ? [] : onwards(element, elements)),
      ...elements.filter((one) => one.attachedToRef === element && !sets(one, jobs)),
    ];
    ahead.push(...next.map((one) => ({ element: one, isBehindJob: isBehindJob || isJob })));
  }
  return undefined;
}

function onwards(element: ModdleElement, elements: readonly ModdleElement[]): ModdleElement[] {
  const behindFlows = element.outgoing?.flatMap(({ targetRef }) => targetRef ?? []) ?? [];
  const link = linkOf(element);
  const isThrow = element.$type === 'bpmn:IntermediateThrowEvent';
  const behindLink = elements.filter(
    (one) => isThrow && link !== undefined && one !== element && linkOf(one) === link,
  );
  return [...behindFlows, ...behindLink];
}

/**
 * Expressions are believed wherever they stand. A job that takes the variable if it is there counts only when
 * it is the next one: behind another job it may well run with what that one has left.
 */
function reads(
  element: ModdleElement,
  isBehindJob: boolean,
  jobs: ReadonlyMap<string, JobDefinition>,
): boolean {
  if (expressionsOf(element).some((text) => readsIt.test(text))) return true;
  if (isBehindJob) return false;
  const isMapped = mappings(element, 'input').some(({ target }) => target === lost);
  return !isMapped && workersOf(element, jobs).some(({ input }) => lost in input.shape);
}

function sets(element: ModdleElement, jobs: ReadonlyMap<string, JobDefinition>): boolean {
  const outputs = mappings(element, 'output');
  if (outputs.length > 0) return outputs.some(({ target }) => target === lost);
  return workersOf(element, jobs).some(({ output }) => lost in output.shape);
}

function workersOf(element: ModdleElement, jobs: ReadonlyMap<string, JobDefinition>) {
  return extensions(element, 'zeebe:TaskDefinition').flatMap(
    ({ type = '' }) => jobs.get(type) ?? [],
  );
}

/** All that the engine works out at an element, and at those within it. What an event has caught is its own. */
function expressionsOf(element: ModdleElement): string[] {
  const inside = elementsOf(element).filter((one) => !catchesError(one));
  return [element, ...inside].flatMap((one) => [
    ...mappings(one, 'input').map(({ source = '' }) => source),
    ...(catchesError(one) ? [] : mappings(one, 'output').map(({ source = '' }) => source)),
    ...(one.outgoing ?? []).map(conditionOf),
  ]);
}
