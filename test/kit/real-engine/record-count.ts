import type { EngineRecord } from './record-stream';

/** How many records of each value type belong to one element, variable or message of a process. */
export interface CountedElement {
  /** `messages` for what the engine keeps apart from any process. */
  readonly process: string;
  readonly element: string;
  readonly count: number;
  readonly byValueType: Readonly<Record<string, number>>;
}

/** What the engine writes when it gets the diagrams, and not for a payment. */
const ofDeployment = ['DEPLOYMENT', 'PROCESS', 'DEPLOYMENT_DISTRIBUTION', 'COMMAND_DISTRIBUTION'];

/** Counts what each element costs. All records must be there, from the deployment on: some name nothing but a key. */
export function countRecords(records: readonly EngineRecord[]): CountedElement[] {
  const find = finderOf(records);
  const counted = new Map<string, { process: string; element: string; types: string[] }>();
  for (const record of records) {
    if (isOfDeployment(record)) continue;
    const { process, element } = find(record);
    const key = `${process} ${element}`;
    const one = counted.get(key) ?? { process, element, types: [] };
    one.types.push(record.valueType);
    counted.set(key, one);
  }
  return [...counted.values()].map(({ process, element, types }) => ({
    process,
    element,
    count: types.length,
    byValueType: tally(types),
  }));
}

/** By process, the dearest first; figures are of one payment. */
export function printCount(elements: readonly CountedElement[], payments: number): string {
  const perPayment = (count: number) => String(Math.round((100 * count) / payments) / 100);
  const totalOf = (ones: readonly CountedElement[]) =>
    ones.reduce((total, { count }) => total + count, 0);
  const processes = [...new Set(elements.map(({ process }) => process))]
    .map((process) => elements.filter((one) => one.process === process))
    .sort((left, right) => totalOf(right) - totalOf(left));
  const lines = processes.flatMap((ones) => [
    '',
    `${ones[0]?.process ?? ''}: ${perPayment(totalOf(ones))}`,
    ...[...ones]
      .sort((left, right) => right.count - left.count)
      .map(({ element, count, byValueType }) => {
        const types = Object.entries(byValueType).map(([type, of]) => `${type} ${perPayment(of)}`);
        return `  ${perPayment(count).padStart(6)}  ${element.padEnd(34)}${types.join(', ')}`;
      }),
  ]);
  return [`All: ${perPayment(totalOf(elements))} records a payment`, ...lines].join('\n');
}

function isOfDeployment({ valueType, intent }: EngineRecord): boolean {
  const isStart = valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION';
  return ofDeployment.includes(valueType) || (isStart && intent !== 'CORRELATED');
}

type Place = Pick<CountedElement, 'process' | 'element'>;

function finderOf(records: readonly EngineRecord[]): (record: EngineRecord) => Place {
  const processOf = new Map<number, string>();
  const messageOf = new Map<number, string>();
  for (const { key, valueType, intent, value } of records) {
    const { processInstanceKey, bpmnProcessId, name } = value;
    if (processInstanceKey !== undefined && bpmnProcessId !== undefined) {
      processOf.set(processInstanceKey, bpmnProcessId);
    }
    if (valueType === 'MESSAGE' && intent === 'PUBLISHED') messageOf.set(key, name ?? '');
  }
  return ({ key, valueType, value }) => {
    const { processInstanceKey, bpmnProcessId, name } = value;
    if (valueType === 'MESSAGE') return { process: 'messages', element: messageOf.get(key) ?? '' };
    if (valueType === 'SIGNAL') return { process: 'messages', element: 'signal' };
    const process = bpmnProcessId ?? processOf.get(processInstanceKey ?? NaN) ?? 'unknown';
    if (valueType === 'VARIABLE') return { process, element: `variable ${name ?? ''}` };
    return { process, element: elementOf(value) };
  };
}

function elementOf(value: EngineRecord['value']): string {
  const { elementId, targetElementId, catchEventId, startEventId, messageName } = value;
  const element = elementId ?? targetElementId ?? catchEventId ?? startEventId;
  return element ?? `subscription ${messageName ?? ''}`;
}

function tally(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
