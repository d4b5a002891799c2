/**
 * `bare` or `hub <folder of keys>`: the server that bench-fspiop measures, in a process of its own, so that
 * its CPU time can be told from that of the load. Tells its port, and ends with its parent.
 */
import express, { type Express } from 'express';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { requestMetrics } from '../../connectors/common/http/request-metrics';
import { listen } from '../../connectors/common/http/server';
import { createLogger } from '../../connectors/common/observability/logging';
import { mojaloopRole } from '../../connectors/mojaloop/role';
import { mojaloopTenant } from '../kit/mojaloop';
import { engineOf } from '../kit/engine';
import { MemoryKafka } from '../kit/memory-kafka';
import { fixedTenants } from '../kit/tenants';

function bare(): Express {
  return express().post('/transfers', (_request, response) => {
    response.status(202).end();
  });
}

/** As common/hub/start.ts mounts it; the engine takes everything at once. */
async function hub(keysDirectory: string): Promise<Express> {
  const tenant = mojaloopTenant('buffalo', {
    signatures: { verify: { policy: 'require', keysDirectory } },
  });
  const metrics = new Registry();
  const part = await mojaloopRole.start({
    environment: readEnvironment(mojaloopRole.environment, {}),
    tenants: fixedTenants([tenant]),
    kafka: new MemoryKafka().door(),
    deps: {
      clock: systemClock,
      random: systemRandom,
      http: createAxiosTransport(),
      log: createLogger('info'),
    },
    engine: engineOf({
      publish: () => Promise.resolve('published'),
      broadcast: () => Promise.resolve(),
    }),
    metrics,
  });
  const app = express().disable('x-powered-by').use(requestMetrics(metrics, 'mojaloop'));
  for (const server of part.servers ?? []) app.use(server.app);
  return app;
}

async function main(): Promise<void> {
  const [, , kind, keysDirectory = ''] = process.argv;
  const app = kind === 'hub' ? await hub(keysDirectory) : bare();
  const { port } = await listen(app, { name: 'bench', host: '127.0.0.1', port: 0 });
  process.send?.(port);
  process.on('disconnect', () => process.exit());
}

void main();
