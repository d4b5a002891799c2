import { join } from 'node:path';
import { runDirectory } from '../kit/stack/settings';
import { judge, readDifferences } from './results';
import { startStage, type Stage } from './stage';
import { allSuites } from './suites';
import { playSuite } from './suites/suite';

/** The short version of `make conformance`: one way, and of each side what matters most. */
const version = '1.1';
const signatures = true;
const chosen = [
  'toolkit: p2p_happy_path_jws',
  'toolkit: p2p_failed_tests',
  'payments',
  'payments between two tenants',
  // The last: what it leaves under way asks for a quote by the toolkit's own id, which is no UUID.
  'toolkit: transaction_request_service',
];

let stage: Stage;

beforeAll(
  async () => {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const folder = join(runDirectory(), 'conformance-short');
    stage = await startStage({ runDirectory: folder, signatures, say });
  },
  // The packages are installed once.
  15 * 60_000,
);

afterAll(() => stage.stop(), 60_000);

test.each(chosen)(
  'the Mojaloop Testing Toolkit finds nothing wrong in %s',
  async (name) => {
    const suite = allSuites.find((one) => one.name === name);
    if (suite === undefined) throw new Error(`there is no suite ${name}`);
    const assertions = await playSuite(suite, stage, version);
    const played = { suite, version, signatures, assertions } as const;
    const verdict = judge(played, readDifferences());
    expect(verdict.wrong).toEqual([]);
    expect(verdict.passed).toBeGreaterThan(0);
  },
  180_000,
);
