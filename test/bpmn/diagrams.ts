import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const folder = join(__dirname, '../../bpmn');

export const diagramFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.bpmn'))
  .map((name) => ({
    name,
    path: join(folder, name),
    xml: readFileSync(join(folder, name), 'utf8'),
  }));

export async function readDiagram(xml: string): Promise<ModdleElement> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  return rootElement;
}

/** The process of a diagram. */
export function processOf(definitions: ModdleElement): ModdleElement {
  const found = definitions.rootElements?.find(({ $type }) => $type === 'bpmn:Process');
  if (found === undefined) throw new Error('The diagram has no process');
  return found;
}

/** All events, tasks, gateways, subprocesses and flows, those within subprocesses too. */
export function elementsOf(container: ModdleElement): ModdleElement[] {
  return (container.flowElements ?? []).flatMap((element) => [element, ...elementsOf(element)]);
}

/** Extension elements of one type. */
export function extensions(element: ModdleElement, type: string): ModdleElement[] {
  return element.extensionElements?.values?.filter(({ $type }) => $type === type) ?? [];
}
