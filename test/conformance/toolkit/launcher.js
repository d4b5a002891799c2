/**
 * Starts the Mojaloop Testing Toolkit: node launcher.js <folder of its packages>, in a folder that holds its
 * spec_files and secrets. TOOLKIT_ADMIN_PORT: what its port 5050 becomes. TOOLKIT_JWS: its keys, as its
 * object store has them.
 */
const net = require('node:net');
const { createRequire } = require('node:module');
const path = require('node:path');

const load = createRequire(path.join(process.argv[2], 'package.json'));
const adminPort = Number(process.env.TOOLKIT_ADMIN_PORT);

// It listens on all interfaces, and its administration's port is written into its code.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  const wanted = typeof first === 'object' ? first : { port: Number(first) };
  const port = Number(wanted.port) === 5050 ? adminPort : Number(wanted.port);
  const callback = rest.find((one) => typeof one === 'function');
  return listen.call(this, { port, host: '127.0.0.1' }, callback);
};

if (process.env.TOOLKIT_JWS) {
  load('ml-testing-toolkit/src/lib/objectStore/objectStoreInterface').set(
    'jwsConfig',
    JSON.parse(process.env.TOOLKIT_JWS),
  );
}
load('ml-testing-toolkit/src/index.js');
