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

/** The same diagram gives the same text: the engine tells by it whether a process has changed. */
export async function writeDiagram(definitions: ModdleElement): Promise<string> {
  return (await new BpmnModdle({ zeebe }).toXML(definitions, { format: true })).xml;
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

/** Whether the author has said so, by an extension property (Modeler: "Extension properties"). */
export function hasProperty(element: ModdleElement, name: string, value: string): boolean {
  return extensions(element, 'zeebe:Properties')
    .flatMap((all) => (all.get('properties') ?? []) as ModdleElement[])
    .some((one) => one.name === name && one.get('value') === value);
}

/** Input or output mappings of an element. */
export function mappings(element: ModdleElement, which: 'input' | 'output'): ModdleElement[] {
  return extensions(element, 'zeebe:IoMapping').flatMap(
    (mapping) => (mapping.get(`${which}Parameters`) ?? []) as ModdleElement[],
  );
}

/** Of a flow; empty where it has none. */
export function conditionOf(flow: ModdleElement): string {
  const condition = flow.get('conditionExpression') as ModdleElement | undefined;
  return (condition?.get('body') as string | undefined) ?? '';
}

/** The name of a link event: events of one name stand in for a line between them. */
export function linkOf(element: ModdleElement): string | undefined {
  return element.eventDefinitions?.find(({ $type }) => $type === 'bpmn:LinkEventDefinition')?.name;
}
