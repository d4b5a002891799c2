/**
 * `bare`, `bare-documents` or `bridge`: what bench-zeebe-bridge sends bulks to, in a process of its own. Tells its port,
 * and ends with its parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { requestMetrics } from '../../connectors/common/http/request-metrics';
import { listen } from '../../connectors/common/http/server';
import { createLogger } from '../../connectors/common/observability/logging';
import { zeebeBridgeRole } from '../../connectors/exporters/zeebe-bridge/role';
import { openDoor } from '../kit/kafka';

/** Parses and answers: the least that anybody can do who says what was taken. */
async function bare(parsesDocuments: boolean): Promise<number> {
  let records = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const lines = Buffer.concat(chunks).toString('utf8').split('\n');
        for (const [at, line] of lines.entries()) {
          if (line === '' || (at % 2 === 1 && !parsesDocuments)) continue;
          if (JSON.parse(line) !== null) records += 1;
        }
        response.setHeader('content-type', 'application/json');
        response.end(`{"errors":false,"items":[],"took":${records}}`);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** As common/hub/start.ts mounts it. */
async function bridge(brokers: string): Promise<number> {
  const metrics = new Registry();
  const log = createLogger('warn');
  const role = await zeebeBridgeRole.start({
    environment: readEnvironment(zeebeBridgeRole.environment, {}),
    deps: { clock: systemClock, random: systemRandom, http: createAxiosTransport(), log },
    metrics,
    kafka: openDoor({ brokers }, log, metrics),
  });
  const app = express().disable('x-powered-by').use(requestMetrics(metrics, 'zeebe-bridge'));
  for (const server of role.servers ?? []) app.use(server.app);
  return (await listen(app, { name: 'bench', host: '127.0.0.1', port: 0 })).port;
}

async function main(): Promise<void> {
  const [, , kind, brokers = ''] = process.argv;
  process.send?.(kind === 'bridge' ? await bridge(brokers) : await bare(kind === 'bare-documents'));
  process.on('disconnect', () => process.exit());
}

void main();
