/**
 * Tries to connect from where it runs: `main.ts <own address> <address>:<port>...` prints a JSON list of what came of each. A
 * refusal is an answer of who was knocked at, so the network let it through.
 */
import { connect } from 'node:net';
import type { Came } from './knock';

/** Within a machine an answer takes a millisecond; a SYN that was lost comes again after one second. */
const patienceMs = 2_500;

function comes(localAddress: string, door: string): Promise<Came> {
  const [host = '', port] = door.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), localAddress, timeout: patienceMs });
    const end = (came: Came) => {
      socket.destroy();
      resolve(came);
    };
    socket.once('connect', () => end('connected'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'),
    );
  });
}

async function main([own = '', ...doors]: readonly string[]): Promise<void> {
  const came = await Promise.all(doors.map((door) => comes(own, door)));
  process.stdout.write(`${JSON.stringify(came)}\n`);
}

void main(process.argv.slice(2));
