import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface DiagramFile {
  readonly name: string;
  readonly content: Buffer;
}

export interface DiagramFolder {
  readonly files: readonly DiagramFile[];
  /** One line for each thing that a person must mend before the folder can be deployed. */
  readonly problems: readonly string[];
}

/** Only what is meant to be there is passed over in silence: pages about the diagrams, and hidden files. */
export function readDiagramFolder(folder: string): DiagramFolder {
  const missing = problemOf(folder);
  if (missing !== undefined) return { files: [], problems: [missing] };
  const names = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
  const read = names.filter((name) => name.endsWith('.bpmn')).map((name) => readFile(folder, name));
  const files = read.filter((one) => typeof one !== 'string');
  const problems = [
    ...names.flatMap((name) => misplaced(name).map((text) => `${name}: ${text}`)),
    ...read.filter((one) => typeof one === 'string'),
  ];
  const isEmpty = files.length === 0 && problems.length === 0;
  return { files, problems: isEmpty ? [`there is no *.bpmn file in ${folder}`] : problems };
}

function problemOf(folder: string): string | undefined {
  try {
    if (statSync(folder).isDirectory()) return undefined;
    return `${folder} is a file: name the folder that it lies in`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `there is no folder ${folder}` : `${folder}: ${message}`;
  }
}

/** Or what is wrong with it. */
function readFile(folder: string, name: string): DiagramFile | string {
  try {
    return { name, content: readFileSync(join(folder, name)) };
  } catch (error) {
    const { code = 'no code' } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') return `${name}: is a folder: folders in a folder are not deployed`;
    return `${name}: cannot be read (${code})`;
  }
}

function misplaced(name: string): string[] {
  const ending = extname(name);
  if (ending.toLowerCase() === '.bpmn' && ending !== '.bpmn') {
    return ['the engine takes diagrams whose names end in .bpmn, in small letters: rename it'];
  }
  const others: Readonly<Record<string, string>> = {
    '.dmn':
      'decision tables are not deployed here: move it to another folder, and let rules stand in a worker or in the diagram',
    '.form':
      'forms are not deployed here, for no one of the hub shows them: move it to another folder',
  };
  const text = others[ending.toLowerCase()];
  return text === undefined ? [] : [text];
}
