import { knownDifferences } from './known-differences';
import { readRecording } from './recordings';
import { differencesBetween, type Difference } from './scenarios/differences';
import { runScenario } from './scenarios/run';
import type { RecordedScenario, Target } from './scenarios/scenario';
import { simulatedTarget } from './scenarios/simulated-target';
import { topics } from './scenarios/topics';
import { startFineractSimulator, type FineractSimulator } from './simulator';

const now = Date.parse('2026-11-21T10:00:00Z');
let simulator: FineractSimulator;
let target: Target;

beforeAll(async () => {
  simulator = await startFineractSimulator({ clock: () => now });
  target = simulatedTarget(simulator, '2026-11-21');
});

afterAll(() => simulator.close());

function compare(recorded: RecordedScenario, simulated: RecordedScenario): readonly Difference[] {
  return recorded.steps.flatMap((step, index) =>
    differencesBetween(step, simulated.steps[index]).map((found) => ({
      scenario: recorded.name,
      step: step.name,
      ...found,
      path: found.path.replace(/^response\./, ''),
    })),
  );
}

function readable({ step, path, recorded, simulated }: Difference): string {
  return `${step} | ${path} | recorded ${JSON.stringify(recorded)} | simulated ${JSON.stringify(simulated)}`;
}

describe.each(Object.keys(topics))('the simulator against the recorded Fineract: %s', (topic) => {
  const known = knownDifferences.filter((difference) => difference.topic === topic);
  const recording = readRecording(topic);
  const seen = new Set<(typeof known)[number]>();

  it.each(topics[topic] ?? [])('answers as recorded: $name', async (scenario) => {
    const recorded = recording.scenarios.find((one) => one.name === scenario.name);
    if (recorded === undefined) throw new Error('not recorded: run record.ts');
    const unexpected = compare(recorded, await runScenario(target, scenario)).filter(
      (difference) => {
        const listed = known.find(
          (one) => one.path.test(difference.path) && one.step.test(difference.step),
        );
        if (listed !== undefined) seen.add(listed);
        return listed === undefined;
      },
    );
    expect(unexpected.map(readable)).toEqual([]);
  });

  it('has no recording without a scenario', () => {
    const names = (topics[topic] ?? []).map((scenario) => scenario.name);
    expect(recording.scenarios.map((scenario) => scenario.name)).toEqual(names);
  });

  it('lists no difference that is gone', () => {
    expect(known.filter((difference) => !seen.has(difference))).toEqual([]);
  });
});
