import { deployedDiagrams } from '../kit/bpmn/diagrams';

/** Stands before the names of everything that the no-op twin of a process shares with nobody. */
export const noOpPrefix = 'no-op-';

/**
 * The hub's own diagrams under other names: the same elements, variables and expressions, but processes,
 * messages, signals and job types of their own, so that they can run on the same broker beside the hub.
 */
export async function noOpDiagrams(): Promise<{ name: string; content: Buffer }[]> {
  const diagrams = await deployedDiagrams();
  return diagrams.map(({ name, xml }) => ({ name: noOpPrefix + name, content: renamed(xml) }));
}

function renamed(xml: string): Buffer {
  const text = xml
    .replace(/(<bpmn:process id=")/g, `$1${noOpPrefix}`)
    .replace(
      /(bpmnElement=")(await-answer|missed-fees|payee-[a-z-]+|payer-transfer)"/g,
      `$1${noOpPrefix}$2"`,
    )
    .replace(/(<bpmn:message id="[^"]+" name=")/g, `$1${noOpPrefix}`)
    .replace(/(<bpmn:signal id="[^"]+" name="=&#34;)/g, `$1${noOpPrefix}`)
    .replace(/(<zeebe:taskDefinition type=")/g, `$1${noOpPrefix}`);
  return Buffer.from(text);
}
