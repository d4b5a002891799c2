/** That nobody who must hear of a payment is left out: each notice is a step that no way in the diagrams goes past. */
import type { ModdleElement } from 'bpmn-moddle';
import { errorInformation, type FspiopErrorName } from '../../connectors/common/fspiop-errors';
import { errorTable } from '../../connectors/common/fspiop-errors/table';
import {
  deployedDiagrams,
  diagramFiles,
  elementsOf,
  extensions,
  processOf,
  readDiagram,
} from '../kit/bpmn/diagrams';

interface Node {
  readonly id: string;
  readonly type: string;
  readonly job: string | undefined;
  /** Where a way goes on from here, its edges' events among them. */
  readonly next: readonly string[];
}
type Graph = ReadonlyMap<string, Node>;

const diagrams = deployedDiagrams();

async function graphOf(name: string): Promise<Graph> {
  const diagram = (await diagrams).find((one) => one.name === `${name}.bpmn`);
  const all = elementsOf(processOf(await readDiagram(diagram?.xml ?? '')));
  const idsOf = (elements: unknown) => (elements as ModdleElement[]).map(({ id }) => id);
  const links = (element: ModdleElement, kind: string) =>
    (element.get('eventDefinitions') as ModdleElement[] | undefined)
      ?.filter(({ $type }) => $type === 'bpmn:LinkEventDefinition')
      .map(({ name: link }) => `${kind} ${String(link)}`) ?? [];
  const caught = new Map(
    all
      .filter(({ $type }) => $type === 'bpmn:IntermediateCatchEvent')
      .flatMap((event) => links(event, 'link').map((link) => [link, event.id] as const)),
  );
  return new Map(
    all
      .filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
      .map((element) => {
        const outgoing = (element.get('outgoing') as ModdleElement[] | undefined) ?? [];
        const edges = all.filter((one) => one.get('attachedToRef') === element);
        const thrown = links(element, 'link').map((link) => caught.get(link) ?? '');
        const job = extensions(element, 'zeebe:TaskDefinition')[0]?.get('type') as
          string | undefined;
        const next = [
          ...outgoing.map((flow) => (flow.get('targetRef') as ModdleElement).id),
          ...idsOf(edges),
          ...thrown.filter((id) => id !== element.id),
        ];
        return [element.id, { id: element.id, type: element.$type, job, next }] as const;
      }),
  );
}

/** All that can be come to from there without passing what is closed. */
function reached(graph: Graph, from: readonly string[], isClosed: (node: Node) => boolean): Node[] {
  const left = [...from];
  const found = new Map<string, Node>();
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const node = graph.get(id);
    if (node === undefined || found.has(id) || isClosed(node)) continue;
    found.set(id, node);
    left.push(...node.next);
  }
  return [...found.values()];
}

const idsWhere = (graph: Graph, isIt: (node: Node) => boolean) =>
  [...graph.values()].filter(isIt).map(({ id }) => id);

/** Events on the edges of the tasks that do these jobs. */
const edgesOf = (graph: Graph, jobs: readonly string[]) =>
  [...graph.values()]
    .filter(({ job }) => job !== undefined && jobs.includes(job))
    .flatMap(({ next }) => next.filter((id) => graph.get(id)?.type === 'bpmn:BoundaryEvent'));

const isEnd = ({ id, type }: Node) => type === 'bpmn:EndEvent' || id.startsWith('timeToForget');

test('no payment ends before the payer was told, or could not be', async () => {
  const graph = await graphOf('payer-transfer');
  const passed = reached(
    graph,
    ['paymentRequested'],
    ({ job, id }) => job === 'channel:tell-payer:1' && id !== 'tellPending',
  );
  expect(passed.length).toBeGreaterThan(20);
  expect(passed.filter(isEnd)).toEqual([]);
});

test('no payment waits for an operator before the payer was told so, or had been', async () => {
  const graph = await graphOf('payer-transfer');
  const passed = reached(graph, ['paymentRequested'], ({ id }) => id === 'toldQuestion');
  expect(passed.map(({ id }) => id)).toContain('operatorMatter');
  expect(passed.map(({ id }) => id)).not.toContain('awaitOperator');
});

test.each([
  ['payee-party-lookup', 'ams:find-party:1', 'mojaloop:answer-party:1'],
  ['payee-quote', 'ams:quote-payee:1', 'mojaloop:answer-quote:1'],
  ['payee-transfer', 'ams:reserve-credit:1', 'mojaloop:answer-transfer:1'],
])('%s: what our account refuses is reported to the switch', async (name, asks, answers) => {
  const graph = await graphOf(name);
  const edges = edgesOf(graph, [asks]);
  expect(edges).not.toEqual([]);
  const passed = reached(graph, edges, ({ job }) => job === answers);
  expect(passed.filter(({ job, ...node }) => job !== undefined || isEnd({ job, ...node }))).toEqual(
    [],
  );
});

test.each(['payer-transfer', 'payee-transfer'])(
  '%s: what money waits for comes before an operator, whose job the back office is told of',
  async (name) => {
    const graph = await graphOf(name);
    const money = ['book-funds', 'release-block', 'credit-payee', 'undo-credit'];
    const edges = edgesOf(
      graph,
      money.map((job) => `ams:${job}:1`),
    );
    expect(edges.length).toBeGreaterThanOrEqual(3);
    const asksOperator = ({ job }: Node) => job === 'operations:ask-operator:1';
    expect(idsWhere(graph, asksOperator)).toEqual(['awaitOperator']);
    const passed = reached(graph, edges, asksOperator);
    expect(passed.filter(isEnd)).toEqual([]);
    expect(passed.flatMap(({ job = [] }) => job)).toEqual(
      name === 'payer-transfer' ? ['channel:tell-payer:1'] : [],
    );
  },
);

/** Of one whose last words are worked out, the others. */
test('the errors that the diagrams give are those of the table, in its words', () => {
  const given = diagramFiles.flatMap(({ xml }) =>
    [...xml.matchAll(/errorCode: &#34;(\d+)&#34;, errorDescription: &#34;(.*?)&#34;/g)].map(
      ([, code = '', text = '']) => ({
        code,
        text: text.replaceAll('&#39;', "'").replace(/ - $/, ''),
      }),
    ),
  );
  expect(given.length).toBeGreaterThanOrEqual(10);
  const nameOf = new Map<string, FspiopErrorName>(
    Object.entries(errorTable).map(([name, { code }]) => [code, name as FspiopErrorName]),
  );
  for (const { code, text } of given) {
    const [, detail] = /^.*? - (.*)$/.exec(text) ?? [];
    const name = nameOf.get(code);
    expect([code, name && errorInformation(name, detail).errorDescription]).toEqual([code, text]);
  }
});
