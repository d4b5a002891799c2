import { createServer, type AddressInfo } from 'node:net';
import { findFreePorts, requireFreePorts } from './ports';

describe('ports', () => {
  test('that are found free all differ and can be listened on', async () => {
    const ports = await findFreePorts(20);
    expect(new Set(ports).size).toBe(20);
    await expect(
      requireFreePorts(ports.map((port) => ({ port, use: 'test', setting: 'PORT_BASE' }))),
    ).resolves.toBeUndefined();
  });

  test('that are taken are named, each with its use, its setting and who has it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const taken = requireFreePorts([{ port, use: 'channel API', setting: 'PORT_BASE' }]);
    await expect(taken).rejects.toThrow(
      new RegExp(
        `^port ${port} \\(channel API\\) is taken by process ${process.pid} \\(.+\\): set PORT_BASE to move it$`,
      ),
    );
    server.close();
  });
});
