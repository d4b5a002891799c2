/** Takes one job, says so, and never ends it: for the test that kills a worker in the middle of a job. */
import { Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { bindWorker } from '../../../connectors/common/hub/role';
import { createLogger } from '../../../connectors/common/observability/logging';
import { defineWorker } from '../../../connectors/common/hub/worker';
import { zeebeEnvironment } from '../../../connectors/common/zeebe/environment';
import { connectZeebe } from '../../../connectors/common/zeebe/zeebe-door';

const [address, type] = process.argv.slice(2);
const log = createLogger('silent');
const deps = { clock: systemClock, random: systemRandom, log };
const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: address });
const door = connectZeebe(settings, { ...deps, metrics: new Registry() });
const definition = defineWorker({
  type: type as 'test:work:1',
  title: 'Victim',
  summary: '',
  timeoutMs: 60_000,
  retries: 3,
  input: z.object({}),
  output: z.object({}),
  bpmnErrors: {},
  run: () => {
    console.log('started');
    return new Promise<never>(() => undefined);
  },
});
const http = { request: () => Promise.reject(new Error('unused')) };
door.run([bindWorker(definition, { ...deps, http, messages: door })]);
