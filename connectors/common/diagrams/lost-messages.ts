import type { ModdleElement } from 'bpmn-moddle';
import { hasProperty } from './diagram';

interface LostMessage {
  /** The activity, or a receive task itself. */
  readonly wait: ModdleElement;
  /** What is heard on its edge beside another message. */
  readonly event: ModdleElement;
}

/**
 * Of two messages that lie ready when one activity is entered the engine takes both, in one step, and hears one: the other
 * one is lost. Messages of one name come one after the other.
 */
export function findLostMessages(elements: readonly ModdleElement[]): LostMessage[] {
  return elements.flatMap((wait) => {
    const onEdge = elements.filter((one) => one.attachedToRef === wait && hearsMessage(one));
    const beside = wait.$type === 'bpmn:ReceiveTask' ? onEdge : onEdge.slice(1);
    return beside
      .filter((event) => !hasProperty(event, 'message', 'never with another'))
      .map((event) => ({ wait, event }));
  });
}

function hearsMessage({ eventDefinitions = [] }: ModdleElement): boolean {
  return eventDefinitions.some(({ $type }) => $type === 'bpmn:MessageEventDefinition');
}
