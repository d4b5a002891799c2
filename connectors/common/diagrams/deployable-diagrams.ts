/** What of a folder is deployed: its diagrams, with called processes woven in, and ends left out, that say so. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModdleElement } from 'bpmn-moddle';
import { messageOf } from '../message-of';
import { decodeUtf8 } from '../utf8';
import { processesOf, readDiagram } from './diagram';
import { readDiagramFolder, type DiagramFile } from './diagram-folder';
import { isWovenIn } from './weaving/called-process';
import { CannotWeave } from './weaving/cannot-weave';
import { leaveOutEnds } from './weaving/leave-out-ends';
import { weave, type Callable } from './weaving/weave';

export const diagramsOfBuild = join(__dirname, '../../../bpmn');

/** Processes that are called; those of the build are there for diagrams of other folders too. */
const shared = 'shared';

export interface DeployableDiagram extends DiagramFile {
  /** Woven: as the engine will have it. */
  readonly definitions: ModdleElement;
}

export interface DeployableFolder {
  readonly diagrams: readonly DeployableDiagram[];
  /** One line for each thing that a person must mend before the folder can be deployed. */
  readonly problems: readonly string[];
}

/** `hasForeignProcesses`: others deploy called processes that are neither in the folder nor in this build. */
export async function deployableDiagrams(
  folder: string,
  { hasForeignProcesses = false } = {},
): Promise<DeployableFolder> {
  const own = await readAll(folder);
  const inside = existsSync(join(folder, shared)) ? await readAll(join(folder, shared)) : nothing;
  const ofBuild = await readAll(join(diagramsOfBuild, shared));
  const sources = [...own.sources, ...inside.sources];
  const library = new Map([...callables(ofBuild.sources), ...callables(sources)]);
  const problems = [
    ...own.problems,
    ...inside.problems.map((text) => `${shared}/${text}`),
    ...twice(sources),
  ];
  const rules = { library, hasForeignProcesses };
  const woven = await Promise.all(
    sources
      .filter(({ definitions }) => !processesOf(definitions).every(isWovenIn))
      .map(async (source) => {
        try {
          return await asDeployed(source, await leaveOutEnds(await weave(source.xml, rules)));
        } catch (error) {
          if (error instanceof CannotWeave) return `${source.name}: ${error.message}`;
          throw error;
        }
      }),
  );
  return {
    diagrams: woven.filter((one) => typeof one !== 'string'),
    problems: [...problems, ...woven.filter((one) => typeof one === 'string')],
  };
}

interface Source extends DeployableDiagram {
  readonly xml: string;
}

interface Sources {
  readonly sources: readonly Source[];
  readonly problems: readonly string[];
}

const nothing: Sources = { sources: [], problems: [] };

async function readAll(folder: string): Promise<Sources> {
  const { files, problems } = readDiagramFolder(folder);
  const read = await Promise.all(files.map(readOne));
  return {
    sources: read.filter((one) => typeof one !== 'string'),
    problems: [...problems, ...read.filter((one) => typeof one === 'string')],
  };
}

/** Or what is wrong with it. */
async function readOne({ name, content }: DiagramFile): Promise<Source | string> {
  const xml = decodeUtf8(content);
  if (xml === undefined || isDeclaredOtherwise(xml)) {
    return `${name}: this is not UTF-8 text: save it as UTF-8`;
  }
  try {
    const { definitions, warnings } = await readDiagram(xml);
    const unread = warnings.find((text) => text.startsWith('unparsable content'));
    if (unread !== undefined) return `${name}: ${oneLine(unread)}: it would be deployed unseen`;
    return { name, content, xml, definitions };
  } catch (error) {
    return `${name}: this is no BPMN: ${oneLine(messageOf(error))}`;
  }
}

/** The engine reads by what the first line says, we read UTF-8: both must see the same. */
function isDeclaredOtherwise(xml: string): boolean {
  const [, encoding = 'UTF-8'] = /^\uFEFF?<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)/.exec(xml) ?? [];
  return !/^utf-?8$/i.test(encoding);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, '; ');
}

function callables(sources: readonly Source[]): [string, Callable][] {
  return sources.flatMap(({ name, xml, definitions }) =>
    processesOf(definitions).map(({ id }) => [id, { file: name, xml }] as [string, Callable]),
  );
}

/** A call would not know which of the two is meant. */
function twice(sources: readonly Source[]): string[] {
  const files = new Map<string, string>();
  return callables(sources).flatMap(([id, { file }]) => {
    const other = files.get(id);
    files.set(id, file);
    return other === undefined ? [] : [`${file}: the process ${id} is in ${other} too`];
  });
}

async function asDeployed(source: Source, xml: string): Promise<DeployableDiagram> {
  const { name, content, definitions } = source;
  if (xml === source.xml) return { name, content, definitions };
  return { name, content: Buffer.from(xml), definitions: (await readDiagram(xml)).definitions };
}
