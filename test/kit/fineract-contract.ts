import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import { realWorld } from './parts/ams-real-world';
import { simulatedWorld, type World } from './parts/ams-world';

/** The same tests against the simulator and, where FINERACT_BASE_URL names one, a real Fineract; else those are skipped. */
export function onEachFineract(what: string, defineTests: (open: () => Promise<World>) => void) {
  describe(`${what} against the Fineract simulator`, () => {
    let simulator: FineractSimulator;
    beforeAll(async () => {
      simulator = await startFineractSimulator();
    });
    afterAll(() => simulator.close());
    defineTests(() => Promise.resolve(simulatedWorld(simulator)));
  });

  const realAddress = process.env['FINERACT_BASE_URL'];
  const describeWithReal = realAddress === undefined ? describe.skip : describe;
  describeWithReal(`${what} against the real Fineract at FINERACT_BASE_URL`, () => {
    defineTests(() => realWorld(realAddress ?? ''));
  });
}
