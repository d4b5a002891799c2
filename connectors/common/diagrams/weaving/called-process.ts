/** Which processes are woven into their callers, and which of them, and of their calls, can be. */
import type { ModdleElement } from 'bpmn-moddle';
import { elementsOf, extensions, hasProperty, linkOf, mappings } from '../diagram';
import { CannotWeave } from './cannot-weave';

/** The variable by which a called process says at which of its ends it ended. */
export const endedVariable = 'ended';

const aText = /"(?:[^"\\]|\\.)*"/g;
const itself = new RegExp(`(?<![.\\w])${endedVariable}(?![\\w:])`);

/** The variable, not a word of a text nor a field of another variable. */
export function readsEnded(expression: string): boolean {
  return itself.test(expression.replaceAll(aText, '""'));
}

/** The process says so by its extension property `deploy` = `woven in`. */
export function isWovenIn(process: ModdleElement): boolean {
  return hasProperty(process, 'deploy', 'woven in');
}

export function callsOf(container: ModdleElement): ModdleElement[] {
  return elementsOf(container).filter(({ $type }) => $type === 'bpmn:CallActivity');
}

/** Undefined where an expression says it, which only the engine can work out. */
export function calledIdOf(call: ModdleElement): string | undefined {
  const [called] = extensions(call, 'zeebe:CalledElement');
  const id = called?.get('processId') as string | undefined;
  return id === undefined || id === '' || id.startsWith('=') ? undefined : id;
}

/** What a real call would do and a woven one cannot, or would do otherwise. @throws CannotWeave */
export function checkCall(call: ModdleElement, container: ModdleElement): void {
  const refuse = refuser(call);
  if (call.$parent !== container) refuse('stands in a subprocess');
  const attached = elementsOf(container).find((one) => one.attachedToRef === call);
  if (attached) refuse(`has the event ${attached.id} on its edge`);
  if (call.get('loopCharacteristics')) refuse('is a multi-instance');
  if (call.get('isForCompensation') === true) refuse('is a compensation');
  const others = otherExtensions(call, ['zeebe:CalledElement', 'zeebe:Properties']);
  if (others.length > 0) refuse(`has ${others.join(', ')}, which would be lost`);
  const [called] = extensions(call, 'zeebe:CalledElement');
  const keepsBack = ['propagateAllChildVariables', 'propagateAllParentVariables'].find(
    (name) => called?.get(name) === false,
  );
  if (keepsBack !== undefined) refuse(`has ${keepsBack} = false: the two share all variables`);
  if (call.outgoing?.length !== 1) refuse('must have one way out');
}

/** @throws CannotWeave */
export function checkCalled(process: ModdleElement): void {
  const refuse = refuser(process);
  const others = otherExtensions(process, ['zeebe:Properties']);
  if (others.length > 0) refuse(`has ${others.join(', ')}, which would be lost`);
  const [start, ...further] = startsOf(process);
  if (start === undefined || further.length > 0) refuse('must have one start event');
  if (start !== undefined && !isPlainStart(start)) {
    refuse(`its start event ${start.id} must be plain, with one way out`);
  }
  for (const end of endsOf(process)) checkEnd(end, refuse);
  for (const element of process.flowElements ?? []) checkElement(element, refuse);
}

export function startsOf({ flowElements = [] }: ModdleElement): ModdleElement[] {
  return flowElements.filter(({ $type }) => $type === 'bpmn:StartEvent');
}

export function endsOf({ flowElements = [] }: ModdleElement): ModdleElement[] {
  return flowElements.filter(({ $type }) => $type === 'bpmn:EndEvent');
}

/** Of an end that sets nothing: undefined. */
export function endedOf(end: ModdleElement): string | undefined {
  const [mapping] = mappings(end, 'output');
  return /^="([^"\\]*)"$/.exec(mapping?.source ?? '')?.[1];
}

type Refuse = (why: string) => void;

function refuser({ id, name = '' }: ModdleElement): Refuse {
  return (why) => {
    throw new CannotWeave(`${id} "${name}" ${why}`);
  };
}

function otherExtensions({ extensionElements }: ModdleElement, known: readonly string[]): string[] {
  const types = extensionElements?.values?.map(({ $type }) => $type) ?? [];
  return types.filter((type) => !known.includes(type));
}

function isPlainStart(start: ModdleElement): boolean {
  const isBare = (start.eventDefinitions ?? []).length === 0 && !start.extensionElements;
  return isBare && start.outgoing?.length === 1;
}

function checkEnd(end: ModdleElement, refuse: Refuse): void {
  if ((end.eventDefinitions ?? []).length > 0) refuse(`its end ${end.id} must be a plain one`);
  const outputs = mappings(end, 'output');
  const isSaid = outputs.length === 1 && outputs[0]?.target === endedVariable;
  const isFixed = isSaid && endedOf(end) !== undefined;
  const hasMore =
    mappings(end, 'input').length > 0 ||
    otherExtensions(end, ['zeebe:IoMapping', 'zeebe:Properties']).length > 0;
  if (hasMore || (outputs.length > 0 && !isFixed)) {
    refuse(`its end ${end.id} may set ${endedVariable} to a text, and nothing else`);
  }
}

const forks = /^bpmn:(Parallel|Inclusive|Complex)Gateway$/;
const withOneWay = /^bpmn:(.*Task|.*Event|SubProcess|CallActivity)$/;

/**
 * A real call goes on once all within it has ended. Woven in, each end leads on: so there must be one way at a time,
 * and nothing that is open beside it.
 */
function checkElement(element: ModdleElement, refuse: Refuse): void {
  const { id, $type, outgoing = [] } = element;
  if (forks.test($type)) refuse(`has the fork ${id}: one way only may be under way in it`);
  if (element.get('triggeredByEvent') === true) {
    refuse(`has the event subprocess ${id}, which would be open as long as the caller`);
  }
  if ($type === 'bpmn:BoundaryEvent' && element.get('cancelActivity') === false) {
    refuse(`has the event ${id} that does not interrupt: one way only may be under way in it`);
  }
  if (!withOneWay.test($type)) return;
  if (outgoing.length > 1) refuse(`has ${outgoing.length} ways out of ${id}, which is a fork`);
  const mayEnd = $type === 'bpmn:EndEvent' || linkOf(element) !== undefined;
  if (outgoing.length === 0 && !mayEnd) refuse(`ends at ${id} without an end event`);
}
