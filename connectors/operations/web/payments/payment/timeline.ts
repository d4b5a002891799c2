/** Which entries of a timeline are shown, and how long after the first of them. Pure. */
import type { Elements, PaymentSide } from '../../api/types';
import type { Chosen } from './chosen';

export type Entry = PaymentSide['timeline'][number];

export const timelineFilters = ['all', 'steps', 'failed'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

/** Steps by which a payment, or a step of it, has not gone as it should. */
const failures: ReadonlySet<string> = new Set([
  ...['failed', 'aborted', 'quote-refused', 'quote-not-delivered', 'transfer-refused'],
  ...['fees-missed', 'incident-raised', 'incident-left', 'cancelled', 'credit-undone'],
]);

export function isFailure({ step, errorCode, kind, text }: Entry): boolean {
  if (errorCode !== undefined) return true;
  if (step !== undefined) return failures.has(step);
  // The API tells of a message how it was answered, in words.
  return kind === 'message' && /; (answered [45]\d\d|no answer)/.test(text);
}

export function shown(timeline: readonly Entry[], filter: TimelineFilter): readonly Entry[] {
  if (filter === 'steps') return timeline.filter(({ kind }) => kind === 'step');
  return filter === 'failed' ? timeline.filter(isFailure) : timeline;
}

/** Undefined: nothing more of it can be shown. */
export function chosenByEntry({ eventId, messageId }: Entry): Chosen | undefined {
  if (eventId !== undefined) return { what: 'event', eventId };
  return messageId === undefined ? undefined : { what: 'message', messageId };
}

/** The entries that tell of what is chosen: those of an element are the steps that happened there. */
export function isChosen(
  { eventId, messageId }: Entry,
  chosen: Chosen | undefined,
  eventsOfElement: ReadonlySet<string>,
): boolean {
  if (chosen === undefined) return false;
  if (chosen.what === 'event') return chosen.eventId === eventId;
  if (chosen.what === 'message') return chosen.messageId === messageId;
  return chosen.what === 'element' && eventId !== undefined && eventsOfElement.has(eventId);
}

export interface Place {
  readonly processInstanceKey: string;
  readonly elementId: string;
}

/** Where a step of the timeline has happened. Undefined: at no element of its own, or its records are not kept. */
export function placeOfEvent(elements: Elements | undefined, eventId: string): Place | undefined {
  for (const { processInstanceKey, elements: executed } of processesOf(elements)) {
    const found = executed.find(({ eventIds }) => eventIds.includes(eventId));
    if (found !== undefined) return { processInstanceKey, elementId: found.elementId };
  }
  return undefined;
}

export function eventsOf(elements: Elements | undefined, place: Place): ReadonlySet<string> {
  const process = processesOf(elements).find(
    (one) => one.processInstanceKey === place.processInstanceKey,
  );
  const own = process?.elements.filter(({ elementId }) => elementId === place.elementId) ?? [];
  return new Set(own.flatMap(({ eventIds }) => eventIds));
}

export const processesOf = (elements: Elements | undefined) =>
  elements?.sides.flatMap(({ processes }) => processes) ?? [];
