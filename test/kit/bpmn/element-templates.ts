import { join } from 'node:path';
import { variables } from '../../../connectors/common/contracts/variables';
import type { JobDefinition } from '../../../connectors/common/hub/worker';
import { jobDefinitions } from './job-definitions';

/** Where Camunda Modeler looks for templates of the diagrams in bpmn/. */
export const elementTemplatesFolder = join(__dirname, '../../../bpmn/.camunda/element-templates');

const descriptions: Readonly<Record<string, { readonly description?: string | undefined }>> =
  variables;

/** `ams:block-funds:1` is version 1 of the template `ams:block-funds`. */
export function templateOf(jobType: string): { id: string; version: number } {
  const colon = jobType.lastIndexOf(':');
  return { id: jobType.slice(0, colon), version: Number(jobType.slice(colon + 1)) };
}

/** The element template of a job, as Camunda Modeler 5 reads it. */
export function elementTemplate(definition: JobDefinition): object {
  const { id, version } = templateOf(definition.type);
  return {
    $schema: 'https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json',
    name: definition.title,
    id,
    version,
    description: describe(definition),
    appliesTo: ['bpmn:Task'],
    elementType: { value: 'bpmn:ServiceTask' },
    // Outputs, further inputs and the like stay within reach.
    entriesVisible: true,
    groups: [{ id: 'inputs', label: 'Inputs (else the variable of the same name)' }],
    properties: [
      {
        type: 'Hidden',
        value: definition.type,
        binding: { type: 'zeebe:taskDefinition', property: 'type' },
      },
      {
        label: 'Attempts',
        type: 'String',
        value: String(definition.retries),
        binding: { type: 'zeebe:taskDefinition', property: 'retries' },
      },
      ...Object.keys(definition.input.shape).map((name) => ({
        label: name,
        description: descriptions[name]?.description ?? '',
        group: 'inputs',
        type: 'String',
        feel: 'required',
        optional: true,
        binding: { type: 'zeebe:input', name },
      })),
    ],
  };
}

function describe({ summary, bpmnErrors, output }: JobDefinition): string {
  const written = Object.keys(output.shape);
  return [
    summary,
    ...(written.length > 0 ? [`Sets ${written.join(', ')}.`] : []),
    ...Object.entries(bpmnErrors).map(([code, reason]) => `Error ${code}: ${reason}.`),
  ]
    .map((sentence) => sentence.replace(/\.\.$/, '.'))
    .join(' ');
}

/** File name -> content, one for each job. */
export function elementTemplateFiles(): Map<string, string> {
  return new Map(
    [...jobDefinitions.values()].map((definition) => [
      `${definition.type.replaceAll(':', '-')}.json`,
      `${JSON.stringify(elementTemplate(definition), null, 2)}\n`,
    ]),
  );
}
