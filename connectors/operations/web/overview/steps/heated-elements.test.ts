import { processesOf, type ReportRow } from '../figures';
import { searchFor } from './heat';
import { heatedElements, heatMarks } from './heated-elements';

const row = (elementId: string, changed: ReportRow = {}): ReportRow => ({
  ...{ side: 'payer', engine: 'main', processDefinitionKey: '7', elementId, name: null },
  ...{ bpmnProcessId: 'payer-transfer', version: 3 },
  ...{ payments: 8, paid: 4, failed: 1, cancelled: 1, open: 2, standsStill: 1, ...changed },
});

const rows = [
  row('begin', { payments: 1, processDefinitionKey: '6', version: 2 }),
  row('begin', { name: 'Asked for' }),
  row('book', { payments: 4, failed: 0, cancelled: 0 }),
];
const [newest, ...others] = processesOf(rows);
const heated = newest === undefined ? [] : heatedElements(newest);

test('each deployed process has the elements that told of payments, the one of most payments first', () => {
  expect(newest).toMatchObject({ processDefinitionKey: '7', version: '3' });
  expect(newest?.elements).toMatchObject([
    { elementId: 'begin', name: 'Asked for', payments: 8, notMade: 2 },
    { elementId: 'book', payments: 4, notMade: 0, open: 2, standsStill: 1 },
  ]);
  expect(others).toMatchObject([{ processDefinitionKey: '6', elements: [{ payments: 1 }] }]);
});

test('an element is the darker, the more there are of the figure that is shown, and has its count', () => {
  expect(heatMarks(heated, 'wentThrough', String)).toMatchObject([
    { elementId: 'begin', markers: ['hub-heat', 'hub-heat-went'], share: '45%' },
    { elementId: 'book', share: '23%', badge: { text: '4' } },
  ]);
});

test('what counts none has no mark', () => {
  const marked = heatMarks(heated, 'notMade', String);
  expect(marked.map(({ elementId }) => elementId)).toEqual(['begin']);
});

test('a count leads to the payments that went through the element, or stand at it', () => {
  const [, book] = heated;
  const place = { ranBy: 'main/7' };
  const searches = (['wentThrough', 'notMade', 'standStill'] as const).map(
    (heat) => book && searchFor(heat, book),
  );
  expect(searches).toMatchObject([
    { ...place, wentThroughElement: 'book' },
    { ...place, wentThroughElement: 'book', states: ['failed', 'cancelled'] },
    { ...place, standsAtElement: 'book', standsStill: true },
  ]);
});

test('an element without a name goes by its id', () => {
  expect(heated.map(({ title }) => title)).toEqual(['Asked for', 'book']);
});
