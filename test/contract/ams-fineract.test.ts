import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import { testWorkersWithoutFaults } from './ams-without-faults';
import { simulatedWorld } from './ams-world';

let simulator: FineractSimulator;

beforeAll(async () => {
  simulator = await startFineractSimulator();
});
afterAll(() => simulator.close());

describe('ams-fineract against the Fineract simulator', () => {
  testWorkersWithoutFaults(() => Promise.resolve(simulatedWorld(simulator)));
});
