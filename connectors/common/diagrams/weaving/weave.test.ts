/** Called processes that are put where they are called: what of them is left, what is refused, and what is drawn. */
import type { ModdleElement } from 'bpmn-moddle';
import { elementsOf, processesOf, readDiagram } from '../diagram';
import { CannotWeave } from './cannot-weave';
import { leaveOutEnds } from './leave-out-ends';
import { weave } from './weave';

interface Node {
  readonly tag?: string;
  readonly attributes?: string;
  readonly inside?: string;
}
type Flows = readonly (readonly [from: string, to: string, condition?: string])[];

interface Sketch {
  readonly nodes: Readonly<Record<string, Node>>;
  readonly flows: Flows;
  readonly isWovenIn?: boolean;
  readonly roots?: string;
  readonly isDrawn?: boolean;
}

const properties = (value: string) =>
  `<zeebe:properties><zeebe:property name="deploy" value="${value}" /></zeebe:properties>`;
const extended = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;

/** A diagram as the Modeler writes it, its elements in a row. */
function diagram(id: string, { nodes, flows, isWovenIn, roots = '', isDrawn = true }: Sketch) {
  const flowId = (from: string, to: string) => `${from}-${to}`;
  const elements = Object.entries(nodes).map(
    ([name, { tag = 'task', attributes = '', inside = '' }]) => {
      const ends = flows.flatMap(([from, to]) => [
        ...(to === name ? [`<bpmn:incoming>${flowId(from, to)}</bpmn:incoming>`] : []),
        ...(from === name ? [`<bpmn:outgoing>${flowId(from, to)}</bpmn:outgoing>`] : []),
      ]);
      return `<bpmn:${tag} id="${name}" name="${name}" ${attributes}>${inside}${ends.join('')}</bpmn:${tag}>`;
    },
  );
  const lines = flows.map(([from, to, condition]) => {
    const asked =
      condition === undefined
        ? ''
        : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`;
    return `<bpmn:sequenceFlow id="${flowId(from, to)}" sourceRef="${from}" targetRef="${to}">${asked}</bpmn:sequenceFlow>`;
  });
  const x = (name: string) => 100 * Object.keys(nodes).indexOf(name);
  const shapes = Object.keys(nodes).map(
    (name) =>
      `<bpmndi:BPMNShape id="${name}_di" bpmnElement="${name}"><dc:Bounds x="${x(name)}" y="100" width="50" height="50" /></bpmndi:BPMNShape>`,
  );
  const edges = flows.map(
    ([from, to]) =>
      `<bpmndi:BPMNEdge id="${flowId(from, to)}_di" bpmnElement="${flowId(from, to)}"><di:waypoint x="${x(from) + 50}" y="125" /><di:waypoint x="${x(to)}" y="125" /></bpmndi:BPMNEdge>`,
  );
  const plane = `<bpmndi:BPMNDiagram id="${id}-diagram"><bpmndi:BPMNPlane id="${id}-plane" bpmnElement="${id}">${shapes.join('')}${edges.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="${id}-definitions" targetNamespace="x">
<bpmn:process id="${id}" isExecutable="true">${isWovenIn === true ? extended(properties('woven in')) : ''}${elements.join('')}${lines.join('')}</bpmn:process>${roots}${isDrawn ? plane : ''}</bpmn:definitions>`;
}

const start: Node = { tag: 'startEvent' };
const end: Node = { tag: 'endEvent' };
const sets = (source: string, target = 'ended') =>
  extended(
    `<zeebe:ioMapping><zeebe:output source="${source}" target="${target}" /></zeebe:ioMapping>`,
  );
const endsAs = (value: string): Node => ({ tag: 'endEvent', inside: sets(`=&#34;${value}&#34;`) });
const gateway = (byDefault: string): Node => ({
  tag: 'exclusiveGateway',
  attributes: `default="${byDefault}"`,
});
const calls = (id: string, more = ''): Node => ({
  tag: 'callActivity',
  inside: extended(`<zeebe:calledElement processId="${id}" ${more} />`),
});
const ended = (value: string) => `=ended = "${value}"`;

/** Asks something and ends in one of two ways. */
const child: Sketch = {
  isWovenIn: true,
  nodes: {
    begin: start,
    ask: {},
    which: gateway('which-bad'),
    good: endsAs('good'),
    bad: endsAs('bad'),
  },
  flows: [
    ['begin', 'ask'],
    ['ask', 'which'],
    ['which', 'good', '=answer = 1'],
    ['which', 'bad'],
  ],
};
const caller: Sketch = {
  nodes: {
    wanted: start,
    call: calls('child'),
    how: gateway('how-refuse'),
    carryOut: {},
    refuse: {},
    over: end,
  },
  flows: [
    ['wanted', 'call'],
    ['call', 'how'],
    ['how', 'carryOut', ended('good')],
    ['how', 'refuse'],
    ['carryOut', 'over'],
    ['refuse', 'over'],
  ],
};

async function woven(
  sketch: Sketch = caller,
  called: Readonly<Record<string, Sketch>> = { child },
  hasForeignProcesses = false,
): Promise<string> {
  const library = new Map(
    Object.entries(called).map(([id, one]) => [id, { file: `${id}.bpmn`, xml: diagram(id, one) }]),
  );
  return weave(diagram('caller', sketch), { library, hasForeignProcesses });
}

async function read(
  xml: string,
): Promise<{ elements: ModdleElement[]; definitions: ModdleElement }> {
  const { definitions, warnings } = await readDiagram(xml);
  expect(warnings).toEqual([]);
  return { definitions, elements: processesOf(definitions).flatMap(elementsOf) };
}

/** `ask -> which`, sorted: what the engine will do. */
async function waysIn(xml: string): Promise<string[]> {
  const { elements } = await read(xml);
  const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
  for (const { id, sourceRef, targetRef } of flows) {
    expect(sourceRef?.outgoing?.map((one) => one.id)).toContain(id);
    expect(targetRef?.incoming?.map((one) => one.id)).toContain(id);
  }
  return flows.map(({ sourceRef, targetRef }) => `${sourceRef?.id} -> ${targetRef?.id}`).toSorted();
}

test('of a called process its own steps are left: start, ends and the question how it ended are lines', async () => {
  expect(await waysIn(await woven())).toEqual([
    'ask -> which',
    'carryOut -> over',
    'refuse -> over',
    'wanted -> ask',
    'which -> carryOut',
    'which -> refuse',
  ]);
});

test('without a question all ends go on where the call went on', async () => {
  const flows: Flows = [
    ['wanted', 'call'],
    ['call', 'over'],
  ];
  const plain = { nodes: { wanted: start, call: calls('child'), over: end }, flows };
  expect(await waysIn(await woven(plain))).toEqual([
    'ask -> which',
    'wanted -> ask',
    'which -> over',
    'which -> over',
  ]);
});

test('a way back to the call leads back to its first step', async () => {
  const again: Sketch = {
    ...caller,
    flows: caller.flows.map(([from, to, asked]) =>
      from === 'refuse' ? ['refuse', 'call'] : asked === undefined ? [from, to] : [from, to, asked],
    ),
  };
  expect(await waysIn(await woven(again))).toContain('refuse -> ask');
});

test('what a called process calls is woven in with it', async () => {
  const outer: Sketch = {
    isWovenIn: true,
    nodes: {
      enter: start,
      inner: calls('child'),
      asked: gateway('asked-no'),
      yes: endsAs('good'),
      no: endsAs('bad'),
    },
    flows: [
      ['enter', 'inner'],
      ['inner', 'asked'],
      ['asked', 'yes', ended('good')],
      ['asked', 'no'],
    ],
  };
  const nodes = { ...caller.nodes, call: calls('outer') };
  expect(await waysIn(await woven({ ...caller, nodes }, { child, outer }))).toEqual(
    await waysIn(await woven()),
  );
});

test('the same diagrams give the same text', async () => {
  expect(await woven()).toBe(await woven());
});

test('what does not say that it is woven in stays a call, and the text as it came', async () => {
  const real = { ...child, isWovenIn: false };
  expect(await woven(caller, { child: real })).toBe(diagram('caller', caller));
  expect(await woven(caller, {}, true)).toBe(diagram('caller', caller));
});

test('its messages come with it, and one that both have in the same words is there once', async () => {
  const message = (key: string) =>
    `<bpmn:message id="said" name="said"><bpmn:extensionElements><zeebe:subscription correlationKey="=${key}" /></bpmn:extensionElements></bpmn:message>`;
  const both = await woven(
    { ...caller, roots: message('id') },
    { child: { ...child, roots: message('id') } },
  );
  expect(both.split('<bpmn:message id="said"')).toHaveLength(2);
  const different = woven(
    { ...caller, roots: message('id') },
    { child: { ...child, roots: message('other') } },
  );
  await expect(different).rejects.toThrow(
    'child and caller both have the element said: rename one',
  );
});

test('everything is drawn once, no two boxes lie on each other, and lines end at what they join', async () => {
  const { definitions, elements } = await read(await woven());
  const shapes = (definitions.diagrams ?? []).flatMap(({ plane }) => plane.planeElement);
  expect(shapes.map(({ bpmnElement }) => bpmnElement.id).toSorted()).toEqual(
    elements.map(({ id }) => id).toSorted(),
  );
  const boxes = new Map(
    shapes.flatMap((shape) => {
      const bounds = shape.get('bounds') as
        Record<'x' | 'y' | 'width' | 'height', number> | undefined;
      return bounds === undefined ? [] : [[shape.bpmnElement.id, bounds] as const];
    }),
  );
  const inOrder = [...boxes.values()].toSorted((one, other) => one.x - other.x);
  for (const [index, { x, width }] of inOrder.entries()) {
    expect(x + width).toBeLessThanOrEqual(inOrder[index + 1]?.x ?? Infinity);
  }
  for (const shape of shapes) {
    const line = (shape.get('waypoint') as { x: number; y: number }[] | undefined) ?? [];
    const { sourceRef, targetRef } = shape.bpmnElement;
    const [from, to] = [boxes.get(sourceRef?.id ?? ''), boxes.get(targetRef?.id ?? '')];
    if (from === undefined || to === undefined) continue;
    expect(line.at(0)?.x).toBe(from.x + from.width);
    expect(line.at(-1)?.x).toBe(to.x);
  }
});

const withCall = (call: Node, more: Readonly<Record<string, Node>> = {}): Sketch => ({
  ...caller,
  nodes: { ...caller.nodes, call, ...more },
});
const withChild = (
  nodes: Readonly<Record<string, Node>>,
  flows: Flows = [],
): [Sketch, Record<string, Sketch>] => [
  caller,
  { child: { ...child, nodes: { ...child.nodes, ...nodes }, flows: [...child.flows, ...flows] } },
];
const asking = (condition: string): Sketch => ({
  ...caller,
  flows: caller.flows.map(([from, to, asked]) =>
    asked === undefined ? [from, to] : [from, to, condition],
  ),
});
const link = (name: string) => `<bpmn:linkEventDefinition id="${name}-link" name="elsewhere" />`;
const timer = '<bpmn:timerEventDefinition id="t" />';

test.each<[string, [Sketch, Record<string, Sketch>?], string]>([
  [
    'a process that is not there',
    [withCall(calls('gone'))],
    'calls gone, which is neither in this folder',
  ],
  [
    'an event on the edge of the call',
    [
      withCall(calls('child'), {
        late: { tag: 'boundaryEvent', attributes: 'attachedToRef="call"', inside: timer },
      }),
    ],
    'has the event late on its edge',
  ],
  [
    'a multi-instance',
    [
      withCall({
        ...calls('child'),
        inside: `${calls('child').inside ?? ''}<bpmn:multiInstanceLoopCharacteristics />`,
      }),
    ],
    'is a multi-instance',
  ],
  [
    'mappings of the call',
    [
      withCall({
        tag: 'callActivity',
        inside: extended(
          '<zeebe:calledElement processId="child" /><zeebe:ioMapping><zeebe:input source="=1" target="a" /></zeebe:ioMapping>',
        ),
      }),
    ],
    'has zeebe:IoMapping, which would be lost',
  ],
  [
    'variables that are kept back',
    [withCall(calls('child', 'propagateAllChildVariables="false"'))],
    'has propagateAllChildVariables = false',
  ],
  [
    'two calls of the same process',
    [
      {
        nodes: { ...caller.nodes, twice: calls('child') },
        flows: [
          ...caller.flows.slice(0, 4),
          ['carryOut', 'twice'],
          ['twice', 'over'],
          ['refuse', 'over'],
        ],
      },
    ],
    'twice "twice" is the second call of child',
  ],
  [
    'a process that calls itself',
    [
      caller,
      {
        child: {
          isWovenIn: true,
          nodes: { begin: start, round: calls('child'), good: endsAs('good'), bad: endsAs('bad') },
          flows: [
            ['begin', 'round'],
            ['round', 'good'],
          ],
        },
      },
    ],
    'caller calls child calls child: without an end',
  ],
  ['two starts', withChild({ other: start }, [['other', 'ask']]), 'must have one start event'],
  [
    'a start by message',
    withChild({ begin: { ...start, inside: timer } }),
    'its start event begin must be plain',
  ],
  [
    'an end that throws',
    withChild({ good: { ...end, inside: '<bpmn:terminateEventDefinition id="t" />' } }),
    'its end good must be a plain one',
  ],
  [
    'an end that sets what is worked out',
    withChild({ good: { ...end, inside: sets('=a') } }),
    'its end good may set ended to a text',
  ],
  [
    'an end that sets something else',
    withChild({ good: { ...end, inside: sets('=&#34;a&#34;', 'b') } }),
    'its end good may set ended to a text',
  ],
  ['a fork', withChild({ which: { tag: 'parallelGateway' } }), 'has the fork which'],
  [
    'two ways out of a task',
    withChild({}, [['ask', 'good']]),
    'has 2 ways out of ask, which is a fork',
  ],
  [
    'an event that does not interrupt',
    withChild(
      {
        beside: {
          tag: 'boundaryEvent',
          attributes: 'attachedToRef="ask" cancelActivity="false"',
          inside: timer,
        },
      },
      [['beside', 'good']],
    ),
    'has the event beside that does not interrupt',
  ],
  [
    'an event subprocess',
    withChild({ beside: { tag: 'subProcess', attributes: 'triggeredByEvent="true"' } }),
    'has the event subprocess beside',
  ],
  [
    'a step that ends in nothing',
    withChild({ late: {} }, [['which', 'late', '=answer = 2']]),
    'ends at late without an end event',
  ],
  ['an element that both have', withChild({ over: end }), 'both have the element over: rename one'],
  [
    'a link that both have',
    [
      withCall(calls('child'), { to: { tag: 'intermediateThrowEvent', inside: link('to') } }),
      withChild({ away: { tag: 'intermediateThrowEvent', inside: link('away') } })[1],
    ],
    'both have the link elsewhere: rename one',
  ],
  ['a question about an end that there is not', [asking(ended('god'))], 'no end of it says "god"'],
  [
    'a question about something else besides',
    [asking('=ended = "good" and amount = 1')],
    'asks for something else besides',
  ],
  [
    'a question that others come to',
    [{ ...caller, flows: [...caller.flows.slice(0, 5), ['refuse', 'how']] }],
    'call must be the only way to it',
  ],
  [
    'a question that has no way for an end',
    [
      {
        nodes: { ...caller.nodes, how: { tag: 'exclusiveGateway' } },
        flows: caller.flows.filter(([, to]) => to !== 'refuse'),
      },
    ],
    'has no way for its end bad',
  ],
  ['a way that no end takes', withChild({ bad: endsAs('good') }), 'no end is left for how-refuse'],
  [
    'a later question about ended',
    [withCall(calls('child'), { carryOut: { inside: sets('=ended', 'x') } })],
    'carryOut asks for ended elsewhere than right behind the call',
  ],
  [
    'a called process without a drawing',
    [caller, { child: { ...child, isDrawn: false } }],
    'is not drawn',
  ],
  [
    'what could not be read',
    [
      caller,
      {
        child: {
          ...child,
          nodes: { ...child.nodes, ask: { inside: extended('<zeebe:newer />') } },
        },
      },
    ],
    'child.bpmn is not all understood',
  ],
])('%s is refused', async (_what, [sketch, called], why) => {
  const refused = woven(sketch, called);
  await expect(refused).rejects.toThrow(CannotWeave);
  await expect(refused).rejects.toThrow(why);
});

const leftOut = extended(properties('left out'));
const oneWay = (over: Node, before: Node = {}): string =>
  diagram('plain', {
    nodes: { wanted: start, pay: before, over },
    flows: [
      ['wanted', 'pay'],
      ['pay', 'over'],
    ],
  });

test('an end event that says so is left out, with the line to it, and nothing of it is drawn', async () => {
  const xml = await leaveOutEnds(oneWay({ ...end, inside: leftOut }));
  expect(await waysIn(xml)).toEqual(['wanted -> pay']);
  expect(xml).not.toContain('over');
  expect((await read(xml)).elements.find(({ id }) => id === 'pay')?.outgoing ?? []).toEqual([]);
});

test('where no end says so, the text stays as it came', async () => {
  expect(await leaveOutEnds(oneWay(end))).toBe(oneWay(end));
});

test.each<[string, string, string]>([
  ['one that throws', oneWay({ ...end, inside: leftOut + timer }), 'it does more than end'],
  [
    'one with mappings',
    oneWay({
      ...end,
      inside: sets('=1').replace('</bpmn:ext', `${properties('left out')}</bpmn:ext`),
    }),
    'it has mappings or listeners',
  ],
  ['what is no end', oneWay(end, { inside: leftOut }), 'it is no end event'],
  [
    'one behind a gateway, which must lead somewhere',
    oneWay({ ...end, inside: leftOut }, { tag: 'exclusiveGateway' }),
    'pay that leads to it is neither a task nor a wait',
  ],
  [
    'one way of two',
    diagram('plain', {
      nodes: { wanted: start, pay: {}, over: { ...end, inside: leftOut }, other: end },
      flows: [
        ['wanted', 'pay'],
        ['pay', 'over'],
        ['pay', 'other'],
      ],
    }),
    'pay has other ways on',
  ],
])('%s cannot be left out', async (_what, xml, why) => {
  await expect(leaveOutEnds(xml)).rejects.toThrow(why);
});
