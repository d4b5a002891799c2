import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

export interface Diagram {
  readonly definitions: ModdleElement;
  /** What could not be read and was left out. */
  readonly warnings: readonly string[];
}

/** Rejects when it is no BPMN at all. */
export async function readDiagram(xml: string): Promise<Diagram> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  return { definitions: rootElement, warnings: warnings.map(({ message }) => message) };
}

export function processesOf({ rootElements }: ModdleElement): ModdleElement[] {
  return rootElements?.filter(({ $type }) => $type === 'bpmn:Process') ?? [];
}

/** All events, tasks, gateways, subprocesses and flows, those within subprocesses too. */
export function elementsOf(container: ModdleElement): ModdleElement[] {
  return (container.flowElements ?? []).flatMap((element) => [element, ...elementsOf(element)]);
}

/** Extension elements of one type. */
export function extensions(element: ModdleElement, type: string): ModdleElement[] {
  return element.extensionElements?.values?.filter(({ $type }) => $type === type) ?? [];
}

/** Input or output mappings of an element. */
export function mappings(element: ModdleElement, which: 'input' | 'output'): ModdleElement[] {
  return extensions(element, 'zeebe:IoMapping').flatMap(
    (mapping) => (mapping.get(`${which}Parameters`) ?? []) as ModdleElement[],
  );
}
