import type { ModdleElement } from 'bpmn-moddle';
import {
  elementsOf,
  extensions,
  mappings,
  processesOf,
  readDiagram,
} from '../../../../connectors/common/diagrams/diagram';
import { compileFeel, type Expression } from '../feel/feel';
import type {
  BoundaryEvent,
  Catch,
  Flow,
  Mapping,
  MessageCatch,
  Node,
  Process,
  SignalCatch,
  StartEvent,
} from './model';

/** @throws when the diagram has anything that the simulated engine does not know. */
export async function readProcesses(xml: string): Promise<Process[]> {
  const { definitions, warnings } = await readDiagram(xml);
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return processesOf(definitions).map((process) => new ProcessReader(process).read());
}

class ProcessReader {
  private readonly nodes = new Map<string, Node>();
  private readonly links = new Map<string, Node>();

  constructor(private readonly process: ModdleElement) {}

  read(): Process {
    const elements = elementsOf(this.process);
    for (const element of elements) {
      if (element.$type === 'bpmn:SequenceFlow' || this.nodes.has(element.id)) continue;
      this.nodes.set(element.id, this.nodeOf(element));
    }
    for (const element of elements) this.connect(element);
    const top = (this.process.flowElements ?? []).map(({ id }) => this.nodes.get(id));
    return {
      id: this.process.id,
      starts: top.filter((node) => node?.kind === 'start-event'),
      subprocesses: top.filter((node) => node?.kind === 'event-subprocess'),
      elementIds: elements.map(({ id }) => `${this.process.id}/${id}`),
    };
  }

  private nodeOf(element: ModdleElement): Node {
    refuseExtensions(element);
    const base = {
      id: element.id,
      processId: this.process.id,
      inputs: mappingsOf(element, 'input'),
      outputs: mappingsOf(element, 'output'),
      boundaries: [],
      outgoing: [],
    };
    switch (element.$type) {
      case 'bpmn:ServiceTask': {
        const [task] = extensions(element, 'zeebe:TaskDefinition');
        const jobType = task?.type;
        if (jobType === undefined || jobType.startsWith('='))
          throw unknown(element, 'its job type');
        return { ...base, kind: 'service-task', jobType, retries: numeral(task?.retries ?? '3') };
      }
      case 'bpmn:ReceiveTask': {
        const catches = messageCatch(element.get('messageRef') as ModdleElement);
        return { ...base, kind: 'receive-task', catches };
      }
      case 'bpmn:IntermediateCatchEvent':
        return this.catchEvent(element, base);
      case 'bpmn:ExclusiveGateway':
        return { ...base, kind: 'gateway', defaultFlow: undefined };
      case 'bpmn:IntermediateThrowEvent':
        requireDefinitions(element, ['bpmn:LinkEventDefinition']);
        return { ...base, kind: 'throw-event' };
      case 'bpmn:EndEvent':
        requireDefinitions(element, []);
        return { ...base, kind: 'end-event' };
      case 'bpmn:StartEvent':
        return { ...base, kind: 'start-event', catches: startCatch(element) };
      case 'bpmn:BoundaryEvent':
        if (element.get('cancelActivity') === false) throw unknown(element, 'non-interrupting');
        return { ...base, kind: 'boundary-event', catches: catchOf(onlyDefinition(element)) };
      case 'bpmn:SubProcess':
        return { ...base, kind: 'event-subprocess', start: this.startOf(element) };
      default:
        throw unknown(element, element.$type);
    }
  }

  private catchEvent(element: ModdleElement, base: Omit<BoundaryEvent, 'kind' | 'catches'>): Node {
    const definition = onlyDefinition(element);
    if (definition.$type === 'bpmn:LinkEventDefinition') {
      const node: Node = { ...base, kind: 'throw-event' };
      this.links.set(definition.name ?? '', node);
      return node;
    }
    const catches = catchOf(definition);
    if (catches.kind !== 'message' && catches.kind !== 'timer')
      throw unknown(element, catches.kind);
    return { ...base, kind: 'catch-event', catches };
  }

  private startOf(element: ModdleElement): StartEvent {
    if (element.get('triggeredByEvent') !== true) throw unknown(element, 'embedded subprocess');
    const start = element.flowElements?.find(({ $type }) => $type === 'bpmn:StartEvent');
    if (start === undefined) throw unknown(element, 'without a start event');
    if (start.get('isInterrupting') !== false) throw unknown(start, 'interrupting');
    const node = this.nodeOf(start);
    // The one that flows lead on from.
    this.nodes.set(start.id, node);
    return node as StartEvent;
  }

  private connect(element: ModdleElement): void {
    const node = this.nodes.get(element.id);
    if (element.$type === 'bpmn:BoundaryEvent') {
      const host = this.nodes.get(element.attachedToRef?.id ?? '');
      if (host === undefined || node?.kind !== 'boundary-event') throw unknown(element, 'loose');
      host.boundaries.push(node);
    }
    if (element.$type === 'bpmn:IntermediateThrowEvent') this.connectLink(element);
    if (element.$type === 'bpmn:SequenceFlow') this.connectFlow(element);
  }

  private connectLink(element: ModdleElement): void {
    const [definition] = element.eventDefinitions ?? [];
    if (definition === undefined) return;
    const target = this.links.get(definition.name ?? '');
    if (target === undefined) throw unknown(element, 'a link to nowhere');
    this.nodes
      .get(element.id)
      ?.outgoing.push({ id: `${element.id}-link`, target, condition: undefined });
  }

  private connectFlow(element: ModdleElement): void {
    const source = this.nodes.get(element.sourceRef?.id ?? '');
    const target = this.nodes.get(element.targetRef?.id ?? '');
    if (source === undefined || target === undefined) throw unknown(element, 'a flow to nowhere');
    const condition = element.get('conditionExpression') as ModdleElement | undefined;
    const flow: Flow = {
      id: element.id,
      target,
      condition: condition && compiled(condition.get('body') as string),
    };
    if (source.kind !== 'gateway') {
      if (flow.condition !== undefined) throw unknown(element, 'a condition behind no gateway');
      if (source.outgoing.length > 0) throw unknown(element, 'a second way on');
    }
    source.outgoing.unshift(flow);
    const preferred = element.sourceRef?.get('default') as ModdleElement | undefined;
    if (source.kind === 'gateway' && preferred?.id === element.id) source.defaultFlow = flow;
  }
}

const knownExtensions = [
  'zeebe:TaskDefinition',
  'zeebe:IoMapping',
  // Read by our own checks of diagrams, not by the engine.
  'zeebe:Properties',
];

function refuseExtensions(element: ModdleElement): void {
  const strange = element.extensionElements?.values?.find(
    ({ $type }) => !knownExtensions.includes($type),
  );
  if (strange !== undefined) throw unknown(element, strange.$type);
  if (element.get('loopCharacteristics') !== undefined) throw unknown(element, 'a loop');
}

function mappingsOf(element: ModdleElement, which: 'input' | 'output'): Mapping[] {
  return mappings(element, which).map(({ source = '', target = '' }) => {
    if (target.includes('.')) throw unknown(element, `the target ${target}`);
    return { source: compiled(source), target };
  });
}

function startCatch(element: ModdleElement): MessageCatch | SignalCatch | undefined {
  if ((element.eventDefinitions ?? []).length === 0) return undefined;
  const catches = catchOf(onlyDefinition(element));
  const isQuestion = catches.kind === 'signal' && element.$parent?.$type === 'bpmn:SubProcess';
  if (catches.kind !== 'message' && !isQuestion) throw unknown(element, catches.kind);
  return catches;
}

function catchOf(definition: ModdleElement): Catch {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return messageCatch(definition.get('messageRef') as ModdleElement);
    case 'bpmn:SignalEventDefinition': {
      const { name = '' } = definition.get('signalRef') as ModdleElement;
      return { kind: 'signal', name: textOrFeel(name) };
    }
    case 'bpmn:TimerEventDefinition':
      return timerCatch(definition);
    case 'bpmn:ErrorEventDefinition': {
      const error = definition.get('errorRef') as ModdleElement | undefined;
      return { kind: 'error', code: error?.get('errorCode') as string | undefined };
    }
    default:
      throw unknown(definition, definition.$type);
  }
}

function timerCatch(definition: ModdleElement): Catch {
  const duration = definition.get('timeDuration') as ModdleElement | undefined;
  const date = definition.get('timeDate') as ModdleElement | undefined;
  const given = duration ?? date;
  if (given === undefined) throw unknown(definition, 'a timer cycle');
  const due = duration === undefined ? 'date' : 'duration';
  return { kind: 'timer', due, value: textOrFeel(given.get('body') as string) };
}

function messageCatch(message: ModdleElement): MessageCatch {
  const { name = '' } = message;
  if (name === '' || name.startsWith('=')) throw unknown(message, 'the name of a message');
  const [subscription] = extensions(message, 'zeebe:Subscription');
  const key = subscription?.correlationKey;
  return { kind: 'message', name, ...(key !== undefined && { correlationKey: compiled(key) }) };
}

function onlyDefinition(element: ModdleElement): ModdleElement {
  const [first, ...others] = element.eventDefinitions ?? [];
  if (first === undefined || others.length > 0) throw unknown(element, 'not one event definition');
  return first;
}

function requireDefinitions(element: ModdleElement, allowed: readonly string[]): void {
  for (const { $type } of element.eventDefinitions ?? []) {
    if (!allowed.includes($type)) throw unknown(element, $type);
  }
}

function compiled(text: string): Expression {
  if (!text.startsWith('=')) throw new Error(`${text} is no expression`);
  return compileFeel(text.slice(1));
}

function textOrFeel(text: string): Expression {
  return text.startsWith('=') ? compiled(text) : () => text;
}

function numeral(text: string): Expression {
  return text.startsWith('=') ? compiled(text) : () => Number(text);
}

function unknown({ id }: ModdleElement, what: string): Error {
  return new Error(`${id}: the simulated engine does not know: ${what}`);
}
