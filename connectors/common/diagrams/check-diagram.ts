/** What Zeebe deploys without a word and payments then founder on: told before it is deployed. */
import type { ModdleElement } from 'bpmn-moddle';
import { nearest } from '../nearest';
import type { JobDefinition } from '../hub/worker';
import { elementsOf, extensions, processesOf } from './diagram';
import { findLostErrors } from './lost-errors';

export interface DiagramProblem {
  readonly rule: 'job-without-worker' | 'lost-error';
  readonly elementId: string;
  readonly elementName: string;
  readonly text: string;
}

/** By job type: all workers of this build. */
export type KnownJobs = ReadonlyMap<string, JobDefinition>;

export interface DiagramRules {
  readonly jobs: KnownJobs;
  /** Others serve job types that this build does not know. */
  readonly hasForeignWorkers: boolean;
}

export function checkDiagram(
  definitions: ModdleElement,
  { jobs, hasForeignWorkers }: DiagramRules,
): DiagramProblem[] {
  return processesOf(definitions).flatMap((process) => {
    const elements = elementsOf(process);
    return [
      ...(hasForeignWorkers ? [] : elements.flatMap((one) => unservedJobs(one, jobs))),
      ...findLostErrors(elements, jobs).map(lostError),
    ];
  });
}

/** A user task is a job of this type to Zeebe 8.5, meant for Camunda's Tasklist. */
const userTaskType = 'io.camunda.zeebe:userTask';

function unservedJobs(element: ModdleElement, jobs: KnownJobs): DiagramProblem[] {
  return jobTypesOf(element)
    .filter((type) => !type.startsWith('=') && !jobs.has(type))
    .map((type) => {
      const meant = nearest(type, jobs.keys());
      const advice = meant === undefined ? '' : `: is ${meant} meant?`;
      return problem(
        'job-without-worker',
        element,
        `no worker serves jobs of type ${type}${advice}`,
      );
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

function lostError({ event, reader }: ReturnType<typeof findLostErrors>[number]): DiagramProblem {
  const text =
    `the error that it catches is lost, and ${reader.id} reads errorInformation: add the output mapping ` +
    '=errorInformation -> errorInformation or, if this error is not needed, the extension property ' +
    'errorInformation = not needed';
  return problem('lost-error', event, text);
}

function problem(
  rule: DiagramProblem['rule'],
  { id, name = '' }: ModdleElement,
  text: string,
): DiagramProblem {
  return { rule, elementId: id, elementName: name.replaceAll(/\s+/g, ' '), text };
}
