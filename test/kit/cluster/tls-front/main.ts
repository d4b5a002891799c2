/** `main.ts <host> <port> <port behind> <certificate file> <key file>`: TLS on one port of a host, plain on another of the same. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:tls';

const [host = '', port = '', behind = '', certificate = '', key = ''] = process.argv.slice(2);

const server = createServer(
  { cert: readFileSync(certificate), key: readFileSync(key) },
  (outer) => {
    const inner = connect(Number(behind), host);
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
    outer.on('close', () => inner.destroy());
    inner.on('close', () => outer.destroy());
  },
);
server.listen(Number(port), host, () => {
  process.stdout.write(`${JSON.stringify({ port: Number(port) })}\n`);
});
