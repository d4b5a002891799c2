import type { ModdleElement } from 'bpmn-moddle';
import { processesOf } from './diagram';

export interface CodeInDiagram {
  /** As a person sees it in the diagram: what is around a timer or a condition. */
  readonly element: ModdleElement;
  readonly kind: 'function' | 'decision';
}

/**
 * FEEL that defines a function, and calls of decision tables: no process of ours needs them, and an engine without
 * patches can be made to run code by FEEL's external functions. Looked for in all that stands in the file, extensions
 * that we do not know among it; messages and signals, which no process holds, come with the first process.
 */
export function findCode(process: ModdleElement): CodeInDiagram[] {
  const [first] = process.$parent === undefined ? [] : processesOf(process.$parent);
  const others = process.$parent?.rootElements?.filter(({ $type }) => $type !== 'bpmn:Process');
  const roots = first === process ? [process, ...(others ?? [])] : [process];
  return roots.flatMap((root) => codeIn(root, root));
}

function codeIn(value: unknown, around: ModdleElement): CodeInDiagram[] {
  if (typeof value === 'string') {
    return definesFunction(value) ? [{ element: around, kind: 'function' }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((one) => codeIn(one, around));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as ModdleElement;
  const element = isOfItsOwn(node) ? node : around;
  const isCall = node.$type === 'zeebe:CalledDecision';
  const called: CodeInDiagram[] = isCall ? [{ element, kind: 'decision' }] : [];
  // References to other elements are not among these: only what an element contains.
  const known: readonly unknown[] = Object.values(node);
  const contents = [...known, ...Object.values(node.$attrs ?? {})];
  return [...called, ...contents.flatMap((one) => codeIn(one, element))];
}

function isOfItsOwn({ id, $type }: ModdleElement): boolean {
  return typeof id === 'string' && !/(EventDefinition|Expression)$/.test($type);
}

/** The word alone, in texts too: what is told from a text by our reading may be none by the engine's. */
function definesFunction(text: string): boolean {
  return text.trimStart().startsWith('=') && /\bfunction\b/.test(text);
}
