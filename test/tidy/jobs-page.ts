import { join } from 'node:path';
import type { z } from 'zod';
import type { JobDefinition } from '../../connectors/common/hub/worker';
import {
  deployedDiagrams,
  elementsOf,
  extensions,
  processOf,
  readDiagram,
} from '../kit/bpmn/diagrams';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

const section = /(<!-- jobs: ([\w-]+)\. [^\n]*-->\n)[\s\S]*?(<!-- end of jobs -->)/g;
/** Those of no process that has a table of its own. */
const others = 'others';

export const jobsFile = join(__dirname, '../../connectors/common/contracts/jobs.md');

/** The page of jobs with tables of what the workers read and write now. */
export async function withJobs(page: string): Promise<string> {
  const ofProcess = await jobsByProcess();
  const shown = new Set(
    [...page.matchAll(section)].flatMap(([, , process = '']) => ofProcess.get(process) ?? []),
  );
  ofProcess.set(
    others,
    [...jobDefinitions.keys()].filter((type) => !shown.has(type)),
  );
  return page.replaceAll(
    section,
    (_whole, head: string, process: string, end: string) =>
      `${head}\n${tableOf(ofProcess.get(process) ?? [])}\n\n${end}`,
  );
}

async function jobsByProcess(): Promise<Map<string, string[]>> {
  const entries = await Promise.all(
    (await deployedDiagrams()).map(async ({ xml }) => {
      const process = processOf(await readDiagram(xml));
      const types = elementsOf(process).flatMap((element) =>
        extensions(element, 'zeebe:TaskDefinition').map((task) => String(task.get('type'))),
      );
      return [process.id, [...new Set(types)].filter((type) => jobDefinitions.has(type))] as const;
    }),
  );
  return new Map(entries);
}

function tableOf(types: readonly string[]): string {
  if (types.length === 0) return 'None.';
  const rows = types.flatMap((type) => jobDefinitions.get(type) ?? []).map(rowOf);
  return ['| Job | Reads | Writes | May raise |', '|---|---|---|---|', ...rows].join('\n');
}

function rowOf({ type, input, output, bpmnErrors }: JobDefinition): string {
  const errors = Object.keys(bpmnErrors).join(', ');
  return `| \`${type}\` | ${namesIn(input)} | ${namesIn(output)} | ${errors} |`;
}

function namesIn({ shape }: z.ZodObject): string {
  return Object.entries(shape)
    .map(([name, schema]) =>
      (schema as z.ZodType).safeParse(undefined).success ? `${name}?` : name,
    )
    .join(', ');
}
