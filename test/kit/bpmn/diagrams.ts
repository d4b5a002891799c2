import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModdleElement } from 'bpmn-moddle';
import { deployableDiagrams } from '../../../connectors/common/diagrams/deployable-diagrams';
import {
  processesOf,
  readDiagram as readAnyDiagram,
} from '../../../connectors/common/diagrams/diagram';

export { elementsOf, extensions } from '../../../connectors/common/diagrams/diagram';

const folder = join(__dirname, '../../../bpmn');

export interface DiagramText {
  readonly name: string;
  readonly xml: string;
}

function filesIn(subfolder: string) {
  return readdirSync(join(folder, subfolder))
    .filter((name) => name.endsWith('.bpmn'))
    .map((name) => ({
      name,
      path: join(folder, subfolder, name),
      xml: readFileSync(join(folder, subfolder, name), 'utf8'),
    }));
}

/** Those that are called. */
export const sharedDiagrams = filesIn('shared');

/** All, as they are drawn. */
export const diagramFiles = [...filesIn('.'), ...sharedDiagrams];

/** As `hub deploy` deploys them: called processes woven in. */
export async function deployedDiagrams(from = folder): Promise<DiagramText[]> {
  const { diagrams, problems } = await deployableDiagrams(from);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return diagrams.map(({ name, content }) => ({ name, xml: content.toString() }));
}

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
