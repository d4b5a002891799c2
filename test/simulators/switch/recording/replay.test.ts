import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startSwitchSimulator, type RunningSwitchSimulator } from '../simulator';
import { compare, type Difference } from './compare';
import { knownDifferences, type KnownDifference } from './differences';
import type { Recording } from './recording';
import { scenarios } from './scenarios';
import { Lane, Session } from './session';
import { SimulatedSwitch } from './simulated-switch';

let simulator: RunningSwitchSimulator;
let target: SimulatedSwitch;
let lane: Lane;
const metDifferences = new Set<KnownDifference>();

beforeAll(async () => {
  simulator = await startSwitchSimulator({ port: 0, sweepEveryMs: 0 });
  target = new SimulatedSwitch(simulator.url);
  lane = new Lane(target, 'fsp');
  await lane.start();
});

afterAll(async () => {
  await Promise.all([simulator.stop(), lane.stop()]);
});

function recordingsIn(file: string): ReadonlyMap<string, Recording> {
  const text = readFileSync(path.join(__dirname, '..', 'recordings', `${file}.json`), 'utf8');
  const recordings = JSON.parse(text) as readonly Recording[];
  return new Map(recordings.map((recording) => [recording.scenario, recording]));
}

function isUnknown({ place }: Difference): boolean {
  const known = knownDifferences.find(
    (candidate) => place === candidate.place || place.startsWith(`${candidate.place} `),
  );
  if (known) metDifferences.add(known);
  return !known;
}

describe.each(Object.keys(scenarios))('as the real switch did, with %s', (file) => {
  const recordings = recordingsIn(file);
  const playable = scenarios[file] ?? [];

  test.each(playable)('$name', async ({ name, run }) => {
    const recorded = recordings.get(name);
    if (!recorded) throw new Error('not recorded yet: see README.md');
    await target.reset();
    await lane.join();
    const simulated = await Session.play(lane, name, run);
    expect(compare(recorded, simulated).filter(isUnknown)).toEqual([]);
  });

  test('there is no recording without its scenario', () => {
    expect([...recordings.keys()]).toEqual(playable.map(({ name }) => name));
  });
});

test('the listed differences are still there', () => {
  expect(knownDifferences.filter((known) => !metDifferences.has(known))).toEqual([]);
});
