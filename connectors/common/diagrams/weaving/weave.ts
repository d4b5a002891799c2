/**
 * Puts called processes that are `woven in` where they are called, in the same scope: then a payment under way ends on
 * those that it began with, and whoever asks it sees all of its variables. See bpmn/DECISIONS.md, 21.
 */
import type { ModdleElement, Shape } from 'bpmn-moddle';
import {
  conditionOf,
  elementsOf,
  linkOf,
  processesOf,
  readDiagram,
  writeDiagram,
} from '../diagram';
import {
  calledIdOf,
  callsOf,
  checkCall,
  checkCalled,
  isWovenIn,
  readsEnded,
} from './called-process';
import { CannotWeave } from './cannot-weave';
import { draw, type Woven } from './draw';
import { joinFlows } from './join-flows';
import { allWithin, expressionsOf } from './tree';

/** Processes that may be called, by their ids: the text of the diagram of each. */
export interface Callable {
  readonly file: string;
  readonly xml: string;
}
export type Library = ReadonlyMap<string, Callable>;

export interface WeaveRules {
  readonly library: Library;
  /** Others deploy called processes that are not in the library. */
  readonly hasForeignProcesses: boolean;
}

/** The text as it came, where it calls nothing that is woven in. @throws CannotWeave */
export async function weave(xml: string, rules: WeaveRules): Promise<string> {
  const { definitions, hasChanged } = await woven({ file: 'it', xml }, rules, []);
  return hasChanged ? writeDiagram(definitions) : xml;
}

async function woven({ file, xml }: Callable, rules: WeaveRules, path: readonly string[]) {
  const { definitions, warnings } = await readDiagram(xml);
  const done: Woven[] = [];
  for (const process of processesOf(definitions)) {
    for (const call of callsOf(process)) {
      const called = await calledBy(call, rules, [...path, process.id]);
      if (called === undefined) continue;
      checkCall(call, process);
      if (done.some((one) => one.called.id === called.process.id)) {
        throw new CannotWeave(
          `${call.id} "${call.name ?? ''}" is the second call of ${called.process.id}: only one can be woven in`,
        );
      }
      done.push(join(definitions, process, call, called));
    }
  }
  if (done.length === 0) return { definitions, hasChanged: false };
  if (warnings.length > 0)
    throw new CannotWeave(`${file} is not all understood: ${warnings.join('; ')}`);
  const [plane] = (definitions.diagrams ?? []).map((one) => one.plane);
  if (plane === undefined) throw new CannotWeave(`${file} has no drawing`);
  draw(plane, done);
  checkQuestions(definitions);
  return { definitions, hasChanged: true };
}

interface Called {
  readonly definitions: ModdleElement;
  readonly process: ModdleElement;
}

/** The definitions of what it calls, woven themselves; undefined where it stays a call. */
async function calledBy(
  call: ModdleElement,
  rules: WeaveRules,
  path: readonly string[],
): Promise<Called | undefined> {
  const id = calledIdOf(call);
  if (id === undefined) return undefined;
  const callable = rules.library.get(id);
  if (callable === undefined) {
    if (rules.hasForeignProcesses) return undefined;
    throw new CannotWeave(
      `${call.id} "${call.name ?? ''}" calls ${id}, which is neither in this folder nor in this build (deployed by others: --force)`,
    );
  }
  const source = await readDiagram(callable.xml);
  const asWritten = processOf(source.definitions, id);
  if (!isWovenIn(asWritten)) return undefined;
  if (path.includes(id)) throw new CannotWeave(`${[...path, id].join(' calls ')}: without an end`);
  if (source.warnings.length > 0) {
    throw new CannotWeave(`${callable.file} is not all understood: ${source.warnings.join('; ')}`);
  }
  const { definitions } = await woven(callable, rules, path);
  const process = processOf(definitions, id);
  checkCalled(process);
  return { definitions, process };
}

function processOf(definitions: ModdleElement, id: string): ModdleElement {
  const found = processesOf(definitions).find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no process ${id}`);
  return found;
}

function join(
  definitions: ModdleElement,
  caller: ModdleElement,
  call: ModdleElement,
  called: Called,
): Woven {
  const further = rootsToAdd(definitions, called);
  const clash = clashOf([definitions], [called.process, ...further, ...drawingOf(called)]);
  if (clash !== undefined) {
    throw new CannotWeave(
      `${called.process.id} and ${caller.id} both have the ${clash}: rename one`,
    );
  }
  const joined = joinFlows(caller, call, called.process);
  const artifacts = (process: ModdleElement) => process.get('artifacts') as ModdleElement[];
  caller.set('artifacts', [...artifacts(caller), ...artifacts(called.process)]);
  definitions.set('rootElements', [...(definitions.rootElements ?? []), ...further]);
  return { ...joined, call, called: called.process, drawing: drawingOf(called) };
}

/** Its messages, signals and errors; not those that the caller has in the very same words. */
function rootsToAdd(definitions: ModdleElement, called: Called): ModdleElement[] {
  const words = (element: ModdleElement) =>
    JSON.stringify(
      allWithin(element).map((one) => [one.$type, one.id, one.name, expressionsOf(one)]),
    );
  const has = new Set((definitions.rootElements ?? []).map(words));
  return (called.definitions.rootElements ?? []).filter(
    (one) =>
      one.$type !== 'bpmn:Process' && one.$type !== 'bpmn:Collaboration' && !has.has(words(one)),
  );
}

/** What is drawn of the process itself: pools around it belong to its own drawing. */
function drawingOf({ definitions }: Called): Shape[] {
  const shapes = (definitions.diagrams ?? []).flatMap(({ plane }) => plane.planeElement);
  return shapes.filter(({ bpmnElement }) => !/:(Participant|Lane)$/.test(bpmnElement.$type));
}

/** `element start`, `link Operator needed`. */
function clashOf(
  ones: readonly ModdleElement[],
  others: readonly ModdleElement[],
): string | undefined {
  const taken = new Set(ones.flatMap(namesOf));
  return others.flatMap(namesOf).find((name) => taken.has(name));
}

function namesOf(element: ModdleElement): string[] {
  return allWithin(element).flatMap((one) => {
    const link = linkOf(one);
    const names = typeof one.id === 'string' ? [`element ${one.id}`] : [];
    return link === undefined ? names : [...names, `link ${link}`];
  });
}

/** Nothing sets `ended` in a woven process: only right behind a call that is left can it be asked for. */
function checkQuestions(definitions: ModdleElement): void {
  for (const process of processesOf(definitions)) {
    const behindCalls = elementsOf(process).filter((one) =>
      one.sourceRef?.incoming?.some(({ sourceRef }) => sourceRef?.$type === 'bpmn:CallActivity'),
    );
    for (const element of elementsOf(process)) {
      if (behindCalls.includes(element) && readsEnded(conditionOf(element))) continue;
      const reads = allWithin(element).flatMap(expressionsOf).some(readsEnded);
      if (reads) {
        throw new CannotWeave(`${element.id} asks for ended elsewhere than right behind the call`);
      }
    }
  }
}
