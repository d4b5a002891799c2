import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModdleElement } from 'bpmn-moddle';
import {
  processesOf,
  readDiagram as readAnyDiagram,
} from '../../../connectors/common/diagrams/diagram';

export { elementsOf, extensions } from '../../../connectors/common/diagrams/diagram';

const folder = join(__dirname, '../../../bpmn');

export const diagramFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.bpmn'))
  .map((name) => ({
    name,
    path: join(folder, name),
    xml: readFileSync(join(folder, name), 'utf8'),
  }));

/** Rejects when a part of it cannot be read. */
export async function readDiagram(xml: string): Promise<ModdleElement> {
  const { definitions, warnings } = await readAnyDiagram(xml);
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return definitions;
}

/** The process of a diagram. */
export function processOf(definitions: ModdleElement): ModdleElement {
  const [found] = processesOf(definitions);
  if (found === undefined) throw new Error('The diagram has no process');
  return found;
}
