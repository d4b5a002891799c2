import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a peer. Shut, it lets nothing through, and breaks off what is under way. */
export interface Valve {
  /** The peer's address, through the valve. */
  readonly address: string;
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export async function startValve(address: string): Promise<Valve> {
  const { hostname, port, pathname } = new URL(address);
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((near) => {
    if (isShut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port === '' ? 80 : port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname.replace(/\/$/, '')}`,
    shut() {
      isShut = true;
      breakOff();
    },
    open() {
      isShut = false;
    },
    close: () =>
      new Promise((resolve) => {
        breakOff();
        server.close(() => resolve());
      }),
  };
}
