import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deadParts } from './health';

test('a stack tells which of its parts have died, and no more', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const alive = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dead = 'http://127.0.0.1:9';
  const state = {
    ...{ pid: 1, channelAddress: alive, managementAddress: alive, switchAddress: alive },
    phonesAddress: alive,
    ...{ fineractAddresses: { lion: alive, buffalo: alive }, zeebeAddress: '127.0.0.1:9' },
    zeebeManagementAddress: alive,
    incidentsAddress: 'http://127.0.0.1:9',
  };
  expect(await deadParts(state)).toEqual([]);
  expect(await deadParts({ ...state, managementAddress: dead })).toEqual(['the hub']);
  const fineractAddresses = { lion: dead, buffalo: alive };
  expect(await deadParts({ ...state, fineractAddresses, zeebeManagementAddress: dead })).toEqual([
    'Fineract lion',
    'Zeebe',
  ]);
  await new Promise((resolve) => server.close(resolve));
});
