/** The processes that payments share, against their contract: what they take, what they give, and how they end. */
import type { ModdleElement } from 'bpmn-moddle';
import type { z } from 'zod';
import { calledProcesses } from '../../connectors/common/contracts/called-processes';
import { conditionOf, mappings } from '../../connectors/common/diagrams/diagram';
import { endedOf, endsOf } from '../../connectors/common/diagrams/weaving/called-process';
import { allWithin, expressionsOf } from '../../connectors/common/diagrams/weaving/tree';
import {
  elementsOf,
  extensions,
  processOf,
  readDiagram,
  sharedDiagrams,
} from '../kit/bpmn/diagrams';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

/** What messages and signals bring. */
const brought: Readonly<Record<string, string>> = {
  'message-quote-answered': 'quoteAnswer',
  'message-transfer-answered': 'transferAnswer',
  'signal-participant-answered': 'participantAnswer',
  'signal-party-found': 'partyAnswer',
  'signal-party-not-found': 'partyAnswer',
  'signal-party-not-found-by-switch': 'partyAnswer',
};

const functions = /(?:date and time|list contains|context put|get or else|\b\w+)\(/g;
const words = new Set(['if', 'then', 'else', 'and', 'or', 'not', 'null', 'true', 'false']);

/** Variables that an expression names: no texts, functions, fields or keys. */
function variablesIn(expression: string): string[] {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(functions, '(');
  const names = bare.match(/(?<![.\w])[A-Za-z_]\w*(?!\w|\s*:)/g) ?? [];
  return names.filter((name) => !words.has(name));
}

test('the names in an expression are told from its texts, functions, fields and keys', () => {
  const expression =
    '=if payment.askPayer then {state: "ended well", at: date and time(now(), "Z")} else list contains(choices, one)';
  expect(variablesIn(expression)).toEqual(['payment', 'choices', 'one']);
});

interface Reading {
  readonly at: string;
  readonly name: string;
}

function readingsOf(element: ModdleElement): Reading[] {
  const jobs = extensions(element, 'zeebe:TaskDefinition').flatMap(
    ({ type = '' }) => jobDefinitions.get(type) ?? [],
  );
  const own = mappings(element, 'input').map(({ target }) => target);
  const outputs = mappings(element, 'output').map(({ target }) => target);
  const needed = jobs.flatMap(({ input }) =>
    Object.entries(input.shape).flatMap(([name, schema]) =>
      (schema as z.ZodType).safeParse(undefined).success ? [] : [name],
    ),
  );
  const named = [...allWithin(element).flatMap(expressionsOf), conditionOf(element)].flatMap(
    variablesIn,
  );
  const given = jobs.flatMap(({ output }) => Object.keys(output.shape));
  return [...new Set([...needed, ...named])]
    .filter((name) => ![...own, ...given, ...outputs].includes(name))
    .map((name) => ({ at: element.id, name }));
}

/** At one of its ends, or at all. */
function namesGiven({ ends }: (typeof calledProcesses)[number]): string[] {
  return Object.values<z.ZodObject>(ends).flatMap(({ shape }) => Object.keys(shape));
}

/** Somewhere in the process: whether before, the walk through all of its ways on a broker shows. */
function setIn(element: ModdleElement): string[] {
  const outputs = mappings(element, 'output').map(({ target = '' }) => target);
  const jobs = extensions(element, 'zeebe:TaskDefinition').flatMap(({ type = '' }) =>
    Object.keys(jobDefinitions.get(type)?.output.shape ?? {}),
  );
  const events = [element, ...(element.eventDefinitions ?? [])].flatMap((one) => {
    const said = (one.get('messageRef') ?? one.get('signalRef')) as ModdleElement | undefined;
    return said === undefined ? [] : [brought[said.id] ?? ''];
  });
  return [...outputs, ...jobs, ...events];
}

describe.each(calledProcesses.map((one) => [one.processId, one] as const))('%s', (id, contract) => {
  let definitions: ModdleElement;
  let process: ModdleElement;

  beforeAll(async () => {
    const { xml = '' } = sharedDiagrams.find(({ name }) => name === `${id}.bpmn`) ?? {};
    definitions = await readDiagram(xml);
    process = processOf(definitions);
  });

  test('reads nothing that it is not given, or sets itself', () => {
    const known = [...Object.keys(contract.input.shape), ...elementsOf(process).flatMap(setIn)];
    const roots = (definitions.rootElements ?? []).filter(({ $type }) => $type !== 'bpmn:Process');
    const names = roots.flatMap((root) =>
      allWithin(root)
        .flatMap((one) => [...expressionsOf(one)])
        .flatMap(variablesIn)
        .map((name) => ({ at: root.id, name })),
    );
    const unknown = [...elementsOf(process).flatMap(readingsOf), ...names].filter(
      ({ name }) => !known.includes(name),
    );
    expect(unknown).toEqual([]);
  });

  test('takes nothing that it does not read', () => {
    const read = elementsOf(process).flatMap((element) => {
      const jobs = extensions(element, 'zeebe:TaskDefinition').flatMap(({ type = '' }) =>
        Object.keys(jobDefinitions.get(type)?.input.shape ?? {}),
      );
      return [...jobs, ...allWithin(element).flatMap(expressionsOf).flatMap(variablesIn)];
    });
    const keys = allWithin(definitions).flatMap(expressionsOf).flatMap(variablesIn);
    expect(
      Object.keys(contract.input.shape).filter((name) => ![...read, ...keys].includes(name)),
    ).toEqual([]);
  });

  test('ends as its contract says, and sets what it gives', () => {
    expect(endsOf(process).map(endedOf).toSorted()).toEqual(Object.keys(contract.ends).toSorted());
    const given = namesGiven(contract);
    const set = elementsOf(process).flatMap(setIn);
    expect(given.filter((name) => !set.includes(name))).toEqual([]);
  });

  test('says in its documentation what it takes and gives', () => {
    const [{ text = '' } = {}] = (process.get('documentation') ?? []) as { text?: string }[];
    const given = namesGiven(contract);
    const taken = Object.keys(contract.input.shape);
    expect(
      [...taken, ...given, ...Object.keys(contract.ends)].filter((name) => !text.includes(name)),
    ).toEqual([]);
  });
});
