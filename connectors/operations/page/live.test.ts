import { once } from 'node:events';
import { get } from 'node:http';
import express from 'express';
import { answerProblems } from '../../common/api/problems';
import { KnownReconciliations } from '../../common/contracts/reconciliations';
import { SteppedClock, until } from '../../../test/kit/fee-rules/stepped-clock';
import { startLocalServer } from '../../../test/kit/local-server';
import { silentLog } from '../../../test/kit/parts/channel';
import { operationsTopicsEnvironment } from '../api/settings';
import { KnownDecisions } from '../decisions/known-decisions';
import { Live } from './live';

test('who has gone before their stream begins holds no place of their ten', async () => {
  const live = new Live({
    environment: operationsTopicsEnvironment.parse({}),
    known: { decisions: new KnownDecisions(), reconciliations: new KnownReconciliations() },
    ownMatters: () => Promise.resolve({ matters: [], isLeftOut: false }),
    ...{ clock: new SteppedClock(), log: silentLog, secret: Buffer.alloc(32) },
  });
  const watch = { person: 'amina', tenant: 'lion', untilMs: Infinity, isSignedOut: () => false };
  let [begun, opened] = [0, 0];
  const app = express();
  // As roles are looked at while a person leaves.
  app.get('/late', async (request, response) => {
    begun += 1;
    await once(response, 'close');
    live.open(request, response, watch);
    opened += 1;
  });
  app.get('/', (request, response) => live.open(request, response, watch));
  app.use(answerProblems(silentLog));
  const server = await startLocalServer(app);
  for (let times = 1; times <= 10; times += 1) {
    const asked = get(`${server.url}/late`).on('error', () => undefined);
    await until(() => begun === times);
    asked.destroy();
    await until(() => opened === times);
  }
  const answer = await fetch(server.url);
  expect(answer.status).toBe(200);
  await answer.body?.cancel();
  await live.stop();
  await server.close();
});
