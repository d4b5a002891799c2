/** The chart's values as their schema has them: each is described, and none can be misspelt. Made of the schema itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import schema from '../../charts/payment-hub/values.schema.json';
import { chartFolder } from '../kit/chart/files';
import {
  levelsOf,
  misspell,
  valuesWith,
  type JsonSchema,
  type Level,
} from '../kit/chart/schema-levels';
import { render } from '../kit/chart/render';
import { findHelms } from '../kit/stack/toolbox/helm';

const levels = levelsOf(schema as unknown as JsonSchema);
const closed = levels.filter((level): level is Required<Level> => level.keys !== undefined);
const misspelt = closed.flatMap(({ path, keys = [] }) =>
  keys.map((key) => [...path, misspell(key, keys)]),
);

/** What they say of a name that they do not know: `path.of.level` and the names, as one Helm or the other has it. */
const complaints = [
  /^ *- (?<level>\S+): Additional property (?<names>.+) is not allowed$/gm,
  /^ *- at '(?<level>[^']*)': additional properties (?<names>.+) not allowed$/gm,
];

function refusedBy(helm: string, values: object): readonly string[] {
  const said = saidOf(() => render(helm, { values }));
  return complaints.flatMap((complaint) =>
    [...said.matchAll(complaint)].flatMap(({ groups = {} }) => {
      const { level = '', names = '' } = groups;
      const path = level.replaceAll('/', '.').replace(/^(\(root\)|\.)/, '');
      return names
        .split(', ')
        .map((name) => [path, name.replaceAll("'", '')].filter(Boolean).join('.'));
    }),
  );
}

function saidOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  throw new Error('it was taken');
}

/** Not ours: Kubernetes', or names that people give. */
const open = [
  /\.(podLabels|podAnnotations|nodeSelector|annotations|labels|gatewayLabels|brokerLabels)$/,
  /\.(affinity|tolerations\.0|podSelector|namespaceSelector|brokersMayReach\.0)$/,
  /^gateway\.(parents|tlsParents|enginesParents)\.0$/,
  /^tenants\.tls$/,
  // By the name of a role, which the schema knows; and labels or annotations below it.
  /^(gateway|ingress)\.hosts$/,
  /^ingress\.annotationsOf(\.[a-z-]+)?$/,
  /^global$/,
];

test('the values take any name only where it is not ours to know', () => {
  const others = levels
    .filter(({ keys }) => keys === undefined)
    .map(({ path }) => path.join('.'))
    .filter((path) => !open.some((pattern) => pattern.test(path)));
  expect(others).toEqual([]);
  expect(misspelt.length).toBeGreaterThan(2_000);
});

test('every value is in the table of the README, with what it means', () => {
  const readme = readFileSync(join(chartFolder, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `(?<value>[^`]+)` \| .* \| (?<meaning>.*) \|$/gm)];
  const told = rows.map(({ groups = {} }) => groups['value'] ?? '');
  expect(rows.filter(({ groups = {} }) => groups['meaning']?.trim() === '')).toEqual([]);
  const isTold = (path: string) =>
    told.some((value) => path === value || path.startsWith(`${value}.`));
  const values = closed
    .filter(({ path }) => !['roles', 'processes', 'settings'].includes(path[0] ?? ''))
    .flatMap(({ path, keys = [] }) => keys.map((key) => [...path, key].join('.')))
    // Of a group, its members are told.
    .filter((path) => !closed.some((level) => level.path.join('.') === path));
  expect(values.length).toBeGreaterThan(100);
  expect(values.filter((path) => !isTold(path))).toEqual([]);
});

for (const { title, command } of findHelms()) {
  (command === undefined ? describe.skip : describe)(title, () => {
    const helm = command ?? '';

    test('refuses each name of the values, at each level, when it is misspelt', () => {
      const refused = new Set(refusedBy(helm, valuesWith(misspelt)));
      const all = misspelt.map((path) => path.join('.'));
      expect(all.filter((path) => !refused.has(path))).toEqual([]);
      expect(refused.size).toBe(new Set(all).size);
    });

    test('refuses a role that there is not, wherever roles are named', () => {
      const places = [
        ['gateway', 'hosts'],
        ['ingress', 'hosts'],
        ['ingress', 'annotationsOf'],
      ];
      for (const place of places) {
        const values = valuesWith([[...place, 'chanel', 'host']]);
        expect(saidOf(() => render(helm, { values }))).toMatch(/chanel/);
      }
    });
  });
}
