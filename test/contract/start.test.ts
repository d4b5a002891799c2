import express from 'express';
import { z } from 'zod';
import { defineRole, type RunningRole } from '../../connectors/common/hub/role';
import { startHub } from '../../connectors/common/hub/start';
import { findFreePorts } from '../kit/stack/ports';

test('a hub is alive while its roles start, ready once they have, and names what is not', async () => {
  const [port] = await findFreePorts(1);
  process.env['HUB_MANAGEMENT_PORT'] = String(port);
  process.env['LOG_LEVEL'] = 'silent';
  const statusOf = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  };
  let isWell = true;
  const check = () => (isWell ? Promise.resolve() : Promise.reject(new Error('not well')));
  const begun = deferred<undefined>();
  const started = deferred<RunningRole>();
  const slow = defineRole({
    name: 'slow',
    needs: {},
    environment: z.object({}),
    start: () => {
      begun.resolve(undefined);
      return started.promise;
    },
  });
  const starting = startHub([slow]);
  await begun.promise;
  expect(await statusOf('/livez')).toMatchObject({ status: 200 });
  expect(await statusOf('/readyz')).toMatchObject({
    status: 503,
    text: expect.stringContaining('the hub is starting') as string,
  });
  started.resolve({ health: [{ name: 'slow', check }] });
  const hub = await starting;
  expect(await statusOf('/readyz')).toMatchObject({ status: 200 });
  isWell = false;
  expect(await statusOf('/readyz')).toMatchObject({
    status: 503,
    text: expect.stringContaining('slow: Error: not well') as string,
  });
  await hub.stop();
});

test('a role whose answers have no end ends them when the hub stops, so that it waits for none', async () => {
  const [port, ownPort] = await findFreePorts(2);
  process.env['HUB_MANAGEMENT_PORT'] = String(port);
  process.env['LOG_LEVEL'] = 'silent';
  let end = (): void => undefined;
  const app = express().use((_request, response) => {
    response.write('begun');
    end = () => void response.end();
  });
  const telling = defineRole({
    name: 'telling',
    needs: {},
    environment: z.object({}),
    start: () => ({
      servers: [{ name: 'telling', app, host: '127.0.0.1', port: ownPort ?? 0 }],
      stopping: () => end(),
    }),
  });
  const hub = await startHub([telling]);
  const answer = await fetch(`http://127.0.0.1:${ownPort}`);
  const beganMs = Date.now();
  await hub.stop();
  expect(await answer.text()).toBe('begun');
  expect(Date.now() - beganMs).toBeLessThan(5_000);
});

test('roles start in the order of all, however they are asked for: who makes a topic comes before who reads it', async () => {
  const [port] = await findFreePorts(1);
  process.env['HUB_MANAGEMENT_PORT'] = String(port);
  process.env['LOG_LEVEL'] = 'silent';
  const begun: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) =>
    defineRole({
      name,
      needs: {},
      environment: z.object({}),
      start: () => {
        begun.push(name);
        return {};
      },
    }),
  );
  if (first === undefined || second === undefined || third === undefined) throw new Error('none');
  const hub = await startHub([third, first], [first, second, third]);
  expect(begun).toEqual(['first', 'third']);
  await hub.stop();
});

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
