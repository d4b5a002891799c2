import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCampaign } from './campaign';

jest.setTimeout(280_000);

test('handlers and broker are killed: every transfer is charged once, every poison set aside once', async () => {
  const runDirectory = mkdtempSync(join(tmpdir(), 'fee-stream-'));
  const outcome = await runCampaign({
    transfers: 2_000,
    kills: 6,
    seed: 7,
    runDirectory,
    say: () => undefined,
  });
  expect(outcome.wrong).toEqual([]);
  expect(outcome.entries).toBeGreaterThan(1_500);
  expect(outcome.setAside).toBeGreaterThan(20);
  rmSync(runDirectory, { recursive: true });
});
