import { troubleByPeer } from './peers';

const row = (peer: 'switch' | 'fineract' | null, count: number, since: string) => ({
  cause: {
    ...{ process: 'payer-transfer', elementId: 'requestTransfer', errorType: 'JOB_NO_RETRIES' },
    ...{ jobType: null, step: 'Send transfer', peer, errorCode: null, message: '' },
  },
  ...{ count, since, sentence: `because of ${peer ?? 'the hub'}` },
});

test('each peer is told, with all that stands still because of it and since when', () => {
  const rows = [row('switch', 2, '2026-11-29T11:00:00Z'), row('switch', 3, '2026-11-29T10:00:00Z')];
  expect(troubleByPeer(rows)).toMatchObject([
    { peer: 'switch', standing: 5, since: '2026-11-29T10:00:00Z' },
    { peer: 'fineract', standing: 0, since: undefined, sentences: [] },
    { peer: 'app', standing: 0 },
  ]);
});

test('what stands still because of no peer is the hub’s own', () => {
  expect(troubleByPeer([row(null, 1, '2026-11-29T10:00:00Z')]).at(-1)).toMatchObject({
    ...{ peer: 'none', standing: 1, sentences: ['because of the hub'] },
  });
});
