/**
 * `make hunt-engine`: the simulated engine is held to a real broker. What it was told in some of the hunt's schedules
 * is told to a broker too, at the same times by a pinned clock. Both must go the same way, element by element and
 * flow by flow, with the same jobs in the same order, the same attempts and the same variables.
 */
import { Hunter } from '../hunt/hunter';
import { paymentOf } from '../world/payments';
import { recordingEngine, type Step } from './recording';
import { RealEngine } from './replay';

const scenariosWanted = 12;
const seedsLookedAt = 150;
const betweenMs = 10 * 86_400_000;
/** Later than any broker is started, for its clock is only set forward. */
const firstBegins = Date.UTC(2040, 0, 1);

interface Scenario {
  readonly seed: number;
  readonly elements: ReadonlySet<string>;
}

/** One payment with its faults, but no jumping clock: a job's time-out does not follow that here (DECISIONS.md, 6). */
async function record(hunter: Hunter, seed: number, beganAt: number): Promise<Step[]> {
  const steps: Step[] = [];
  await hunter.run(seed, {
    withoutClockJumps: true,
    payments: (chance) => [{ ...paymentOf(chance, 1), refunds: [] }],
    ...{ beganAt, engine: recordingEngine(steps) },
  });
  return steps;
}

/** Those that reach most of what others do not. */
async function chosen(hunter: Hunter): Promise<Scenario[]> {
  const left: Scenario[] = [];
  for (let seed = 1; seed <= seedsLookedAt; seed += 1) {
    const reached = (await record(hunter, seed, firstBegins)).flatMap((step) => step.reached);
    const elements = new Set(reached.map((one) => `${one.processId}/${one.elementId}`));
    left.push({ seed, elements });
  }
  const found: Scenario[] = [];
  const known = new Set<string>();
  const gain = ({ elements }: Scenario) => [...elements].filter((id) => !known.has(id)).length;
  while (found.length < scenariosWanted) {
    const best = left.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    for (const id of best.elements) known.add(id);
    found.push(best);
  }
  return found;
}

async function main(): Promise<void> {
  const hunter = await Hunter.create();
  const scenarios = await chosen(hunter);
  const reached = new Set(scenarios.flatMap(({ elements }) => [...elements]));
  const engine = await RealEngine.start();
  let different = 0;
  try {
    for (const [index, { seed }] of scenarios.entries()) {
      const steps = await record(hunter, seed, firstBegins + index * betweenMs);
      const difference = await engine.firstDifference(steps);
      process.stdout.write(`seed ${seed}, ${steps.length} steps: ${difference ?? 'the same'}\n`);
      if (difference !== undefined) different += 1;
    }
  } finally {
    await engine.stop();
  }
  process.stdout.write(
    `${scenarios.length} schedules that reach ${reached.size} elements and flows; ${different} went otherwise on the broker\n`,
  );
  if (different > 0) process.exitCode = 1;
}

void main();
