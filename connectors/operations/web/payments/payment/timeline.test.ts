import type { Elements } from '../../api/types';
import { eventsOf, isChosen, isFailure, placeOfEvent, shown, type Entry } from './timeline';

const at = '2026-11-28T23:00:39.823Z';
const held: Entry = { at, kind: 'step', text: 'set aside', step: 'held', eventId: 'e1' };
const stood: Entry = { at, kind: 'step', text: 'stands', step: 'incident-raised', eventId: 'e2' };
const good: Entry = { at, kind: 'message', text: 'To it: GET /x; answered 202', messageId: 'm1' };
const bad: Entry = { at, kind: 'message', text: 'To it: GET /x; answered 503', messageId: 'm2' };
const none: Entry = { ...good, text: 'To it: GET /x; no answer (timeout)', messageId: 'm3' };
const refused: Entry = { ...good, messageId: 'm4', errorCode: '5100' };
const all = [held, stood, good, bad, none, refused];

const elements: Elements = {
  ...{ tenant: 'lion', transactionId: 't' },
  sides: [
    {
      ...{ side: 'payer', engine: 'main' },
      processes: [
        {
          ...{ processInstanceKey: '1', bpmnProcessId: 'p', version: 1, processDefinitionKey: '9' },
          ...{ state: 'active', startedAt: at, flows: [], setFromOutside: [] },
          elements: [
            {
              ...{ elementInstanceKey: '2', elementId: 'blockFunds', type: 'SERVICE_TASK' },
              ...{ state: 'completed', enteredAt: at, jobs: [], incidents: [], variables: [] },
              eventIds: ['e1'],
            },
          ],
        },
      ],
    },
  ],
};

test('steps alone, or only what has failed: steps, refusals and answers that did not come', () => {
  expect(shown(all, 'all')).toBe(all);
  expect(shown(all, 'steps')).toEqual([held, stood]);
  expect(shown(all, 'failed')).toEqual([stood, bad, none, refused]);
  expect(isFailure(held)).toBe(false);
});

test('a step and the element at which it happened choose each other', () => {
  const place = placeOfEvent(elements, 'e1');
  expect(place).toEqual({ processInstanceKey: '1', elementId: 'blockFunds' });
  const chosen = { what: 'element', processInstanceKey: '1', elementId: 'blockFunds' } as const;
  const events = eventsOf(elements, chosen);
  expect(all.filter((one) => isChosen(one, chosen, events))).toEqual([held]);
});

test('what happened at no element that is known is nowhere on the diagram', () => {
  expect(placeOfEvent(elements, 'e2')).toBeUndefined();
  expect(placeOfEvent(undefined, 'e1')).toBeUndefined();
  expect(eventsOf(elements, { processInstanceKey: '7', elementId: 'blockFunds' }).size).toBe(0);
});
