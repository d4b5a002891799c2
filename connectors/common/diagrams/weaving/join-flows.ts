/** Puts the elements of a called process in the place of the call: its start and its ends leave no element. */
import type { ModdleElement } from 'bpmn-moddle';
import { conditionOf } from '../diagram';
import { calledIdOf, endedOf, endedVariable, endsOf, readsEnded, startsOf } from './called-process';
import { CannotWeave } from './cannot-weave';

/** A flow that now goes on where another one went, past an element that is gone. */
export interface Join {
  readonly flow: ModdleElement;
  /** Where it came to before: an end event, or the call. */
  readonly at: ModdleElement;
  readonly past?: ModdleElement;
  readonly onward: ModdleElement;
}

export interface Joined {
  /** In the order in which they were made: a later one goes on from an earlier one. */
  readonly joins: readonly Join[];
  readonly gone: ReadonlySet<ModdleElement>;
}

/** @throws CannotWeave */
export function joinFlows(
  caller: ModdleElement,
  call: ModdleElement,
  called: ModdleElement,
): Joined {
  const { question, wayFrom } = waysOn(call, called);
  const gone = new Set([call, ...(call.outgoing ?? [])]);
  if (question) for (const one of [question, ...(question.outgoing ?? [])]) gone.add(one);
  const joins: Join[] = [];
  for (const end of endsOf(called)) {
    gone.add(end);
    const onward = wayFrom(end);
    for (const flow of end.incoming ?? []) {
      joins.push({ flow, at: end, onward, ...(question && { past: question }) });
      leadOn(flow, onward);
    }
  }
  const [start] = startsOf(called);
  const [first] = start?.outgoing ?? [];
  if (start === undefined || first === undefined) throw new Error(`${called.id} has no start`);
  gone.add(start).add(first);
  for (const flow of call.incoming ?? []) {
    joins.push({ flow, at: call, past: start, onward: first });
    leadOn(flow, first);
  }
  for (const flow of gone) {
    const { targetRef } = flow;
    targetRef?.set('incoming', targetRef.incoming?.filter((one) => one !== flow) ?? []);
  }
  const inside = (called.flowElements ?? []).filter((one) => !gone.has(one));
  const all = (caller.flowElements ?? []).flatMap((one) => (one === call ? inside : [one]));
  caller.set(
    'flowElements',
    all.filter((one) => !gone.has(one)),
  );
  return { joins, gone };
}

/**
 * Where each end of the called process leads. A question about `ended` right behind the call is answered by the end
 * itself: no element is left of it.
 */
function waysOn(call: ModdleElement, called: ModdleElement) {
  const [way] = call.outgoing ?? [];
  if (way?.targetRef === undefined) throw new Error(`${call.id} leads nowhere`);
  const question = way.targetRef;
  if (!asksHowItEnded(question)) return { wayFrom: () => way };
  const refuse = (why: string) => {
    throw new CannotWeave(
      `${question.id} "${question.name ?? ''}" asks how ${calledIdOf(call) ?? ''} ended, and ${why}`,
    );
  };
  if (question.incoming?.length !== 1) refuse(`${call.id} must be the only way to it`);
  const byDefault = question.get('default') as ModdleElement | undefined;
  const answers = new Map<string, ModdleElement>();
  for (const flow of question.outgoing ?? []) {
    if (flow === byDefault) continue;
    const value = answerPattern.exec(conditionOf(flow))?.groups?.['value'];
    if (value === undefined) refuse(`${flow.id} asks for something else besides`);
    answers.set(value ?? '', flow);
  }
  const said = endsOf(called).map(endedOf);
  for (const [value, { id }] of answers) {
    if (!said.includes(value)) refuse(`no end of it says "${value}": see ${id}`);
  }
  if (byDefault && said.every((one) => answers.has(one ?? ''))) {
    refuse(`no end is left for ${byDefault.id}`);
  }
  const wayFrom = (end: ModdleElement): ModdleElement => {
    const found = answers.get(endedOf(end) ?? '') ?? byDefault;
    if (found === undefined) refuse(`has no way for its end ${end.id}`);
    return found ?? way;
  };
  return { question, wayFrom };
}

const answerPattern = new RegExp(`^=\\s*${endedVariable}\\s*=\\s*"(?<value>[^"\\\\]*)"$`);

function asksHowItEnded({ $type, outgoing = [] }: ModdleElement): boolean {
  const isAsked = outgoing.some((flow) => readsEnded(conditionOf(flow)));
  return $type === 'bpmn:ExclusiveGateway' && isAsked;
}

function leadOn(flow: ModdleElement, onward: ModdleElement): void {
  const { targetRef } = onward;
  if (targetRef === undefined) throw new Error(`${onward.id} leads nowhere`);
  flow.set('targetRef', targetRef);
  targetRef.set('incoming', [...(targetRef.incoming ?? []), flow]);
}
