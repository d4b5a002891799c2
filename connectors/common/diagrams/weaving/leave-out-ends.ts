/**
 * End events that say by their extension property `deploy` = `left out` that nobody needs to see them pass: each costs a
 * payment five records of the engine. A way that ends without one ends all the same. See bpmn/DECISIONS.md, 25.
 */
import type { ModdleElement, Shape } from 'bpmn-moddle';
import { elementsOf, hasProperty, processesOf, readDiagram, writeDiagram } from '../diagram';
import { CannotWeave } from './cannot-weave';

/** The text as it came, where no end is left out. @throws CannotWeave */
export async function leaveOutEnds(xml: string): Promise<string> {
  const { definitions, warnings } = await readDiagram(xml);
  const ends = processesOf(definitions).flatMap(elementsOf).filter(isLeftOut);
  if (ends.length === 0) return xml;
  if (warnings.length > 0) {
    throw new CannotWeave(`it is not all understood: ${warnings.join('; ')}`);
  }
  for (const end of ends) checkEnd(end);
  const gone = new Set(ends.flatMap((end) => [end, ...(end.incoming ?? [])]));
  for (const { sourceRef } of gone) {
    sourceRef?.set('outgoing', sourceRef.outgoing?.filter((flow) => !gone.has(flow)) ?? []);
  }
  for (const { $parent } of ends) removeFrom($parent, 'flowElements', (one) => gone.has(one));
  for (const { plane } of definitions.diagrams ?? []) {
    removeFrom(plane, 'planeElement', (one) => gone.has((one as Shape).bpmnElement));
  }
  return writeDiagram(definitions);
}

function isLeftOut(element: ModdleElement): boolean {
  return hasProperty(element, 'deploy', 'left out');
}

/** A way may end without an end event behind what is left by one way only, whatever it finds. */
const mayEnd = /^bpmn:(.*Task|IntermediateCatchEvent)$/;

function checkEnd(end: ModdleElement): void {
  const { id, name = '', incoming = [] } = end;
  const refuse = (why: string): never => {
    throw new CannotWeave(`${id} "${name}" cannot be left out: ${why}`);
  };
  if (end.$type !== 'bpmn:EndEvent') refuse('it is no end event');
  if ((end.eventDefinitions ?? []).length > 0) refuse('it does more than end');
  const others = end.extensionElements?.values?.filter(({ $type }) => $type !== 'zeebe:Properties');
  if (others !== undefined && others.length > 0) refuse('it has mappings or listeners');
  for (const { sourceRef } of incoming) {
    if (sourceRef === undefined || !mayEnd.test(sourceRef.$type)) {
      refuse(`${sourceRef?.id ?? 'what'} that leads to it is neither a task nor a wait`);
    }
    if (sourceRef?.outgoing?.length !== 1) refuse(`${sourceRef?.id ?? 'what'} has other ways on`);
  }
}

function removeFrom(
  holder: ModdleElement | undefined,
  name: string,
  isGone: (one: ModdleElement) => boolean,
): void {
  const all = (holder?.get(name) ?? []) as readonly ModdleElement[];
  holder?.set(
    name,
    all.filter((one) => !isGone(one)),
  );
}
