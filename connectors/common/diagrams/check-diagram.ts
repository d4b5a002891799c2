/** What Zeebe deploys without a word and payments then founder on: told before it is deployed. */
import type { ModdleElement } from 'bpmn-moddle';
import { nearest } from '../nearest';
import type { JobDefinition } from '../hub/worker';
import { findCode, type CodeInDiagram } from './code-in-diagram';
import { elementsOf, extensions, processesOf } from './diagram';
import { findLostErrors } from './lost-errors';
import { findLostMessages } from './lost-messages';

/** By job type: all workers of this build. */
export type KnownJobs = ReadonlyMap<string, JobDefinition>;

interface Finding {
  readonly elementId: string;
  readonly elementName: string;
  readonly text: string;
}

/** Each looks at one process. bpmnlint runs them too: bpmnlint-plugin/. */
export const diagramRules = {
  'job-without-worker': (process: ModdleElement, jobs: KnownJobs): Finding[] =>
    elementsOf(process).flatMap((one) => unservedJobs(one, jobs)),
  'lost-error': (process: ModdleElement, jobs: KnownJobs): Finding[] =>
    findLostErrors(elementsOf(process), jobs).map(lostError),
  'lost-message': (process: ModdleElement): Finding[] =>
    findLostMessages(elementsOf(process)).map(lostMessage),
  'code-in-diagram': (process: ModdleElement): Finding[] => findCode(process).map(codeInDiagram),
} as const;
export type DiagramRule = keyof typeof diagramRules;

export interface DiagramProblem extends Finding {
  readonly rule: DiagramRule;
}

export interface DiagramRules {
  readonly jobs: KnownJobs;
  /** Others serve job types that this build does not know. */
  readonly hasForeignWorkers: boolean;
}

export function checkDiagram(
  definitions: ModdleElement,
  { jobs, hasForeignWorkers }: DiagramRules,
): DiagramProblem[] {
  const rules = Object.keys(diagramRules) as DiagramRule[];
  const chosen = rules.filter((rule) => rule !== 'job-without-worker' || !hasForeignWorkers);
  return processesOf(definitions).flatMap((process) =>
    chosen.flatMap((rule) =>
      diagramRules[rule](process, jobs).map((finding) => ({ rule, ...finding })),
    ),
  );
}

/** A user task is a job of this type to Zeebe 8.5, meant for Camunda's Tasklist. */
const userTaskType = 'io.camunda.zeebe:userTask';

function unservedJobs(element: ModdleElement, jobs: KnownJobs): Finding[] {
  return jobTypesOf(element)
    .filter((type) => !type.startsWith('=') && !jobs.has(type))
    .map((type) => {
      const meant = nearest(type, jobs.keys());
      const advice = meant === undefined ? '' : `: is ${meant} meant?`;
      return finding(element, `no worker serves jobs of type ${type}${advice}`);
    });
}

function jobTypesOf(element: ModdleElement): string[] {
  const listeners = extensions(element, 'zeebe:ExecutionListeners').flatMap(
    (all) => (all.get('listeners') ?? []) as ModdleElement[],
  );
  const definitions = [...extensions(element, 'zeebe:TaskDefinition'), ...listeners];
  return [
    ...definitions.flatMap(({ type }) => (type === undefined ? [] : [type])),
    ...(element.$type === 'bpmn:UserTask' ? [userTaskType] : []),
  ];
}

function lostError({ event, reader }: ReturnType<typeof findLostErrors>[number]): Finding {
  const text =
    `the error that it catches is lost, and ${reader.id} reads errorInformation: add the output mapping ` +
    '=errorInformation -> errorInformation or, if this error is not needed, the extension property ' +
    'errorInformation = not needed';
  return finding(event, text);
}

function lostMessage({ wait, event }: ReturnType<typeof findLostMessages>[number]): Finding {
  const text =
    `${wait.id} waits for another message too, and of two that lie ready the engine loses one: let both come under one ` +
    'name or, where only one of them can come, add the extension property message = never with another';
  return finding(event, text);
}

function codeInDiagram({ element, kind }: CodeInDiagram): Finding {
  const texts = {
    function:
      'FEEL that defines a function is not deployed, for an engine without patches can be made to run code by it: say ' +
      'it without (the word "function" is not allowed in expressions)',
    decision:
      'it calls a decision table, and none is deployed here: let an expression, a gateway or a worker decide',
  } as const;
  return finding(element, texts[kind]);
}

function finding({ id, name = '' }: ModdleElement, text: string): Finding {
  return { elementId: id, elementName: name.replaceAll(/\s+/g, ' '), text };
}
