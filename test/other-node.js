/**
 * NODE_VERSION=24 make test: runs the same with another Node than the one that is installed, from npm's package
 * `node`, which is kept in the cache. Written so that any Node, however old, can read it.
 */
var fs = require('fs');
var os = require('os');
var path = require('path');
var spawnSync = require('child_process').spawnSync;

/** Ends this process with the status of the other one, unless `version` is what runs already. */
exports.continueWith = function (version) {
  if (process.version.slice(1).split('.')[0] === version) return;
  if (!/^\d+$/.test(version)) stop('NODE_VERSION is a major version, as in NODE_VERSION=24.');
  var caches = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  var cache = process.env.PAYMENT_HUB_CACHE || path.join(caches, 'payment-hub');
  var folder = path.join(cache, 'node-' + version);
  var bin = path.join(folder, 'node_modules/node/bin');
  if (!fs.existsSync(path.join(bin, 'node'))) install(version, folder);
  var paths = [bin, process.env.PATH].join(path.delimiter);
  var result = spawnSync(path.join(bin, 'node'), process.argv.slice(1), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { PATH: paths }),
  });
  process.exit(result.status === null ? 1 : result.status);
};

function install(version, folder) {
  console.log('fetching Node ' + version + ' from npm (package node), once');
  fs.mkdirSync(folder, { recursive: true });
  var parameters = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  // Its script links the package of this machine's kind: that is all it does.
  var result = spawnSync('npm', parameters.concat('--ignore-scripts=false', 'node@' + version), {
    stdio: 'inherit',
  });
  if (result.status !== 0) stop('npm could not install node@' + version + '.');
}

function stop(words) {
  console.error(words);
  process.exit(1);
}
