/**
 * What `make` calls: node test/run.js [file ...]. Sees to it that Node is new enough and that the packages
 * of package-lock.json are there, then runs the TypeScript file, if one is named. Written so that any
 * Node, however old, gets as far as to say what is missing.
 */
var fs = require('fs');
var path = require('path');
var root = path.join(__dirname, '..');

function requireNode() {
  var wanted = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  var oldest = /(\d+)\.(\d+)/.exec(wanted);
  var found = /(\d+)\.(\d+)/.exec(process.version);
  var isNewEnough = +found[1] > +oldest[1] || (+found[1] === +oldest[1] && +found[2] >= +oldest[2]);
  if (isNewEnough) return;
  console.error(
    'Node ' +
      oldest[0] +
      ' or later is needed, this is ' +
      process.version +
      ': install it from https://nodejs.org.',
  );
  process.exit(1);
}

/** npm keeps a list of what it has installed: it is held against the lock file, package by package. */
function isInstalled() {
  var installed = path.join(root, 'node_modules/.package-lock.json');
  if (!fs.existsSync(installed)) return false;
  var wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  var found = JSON.parse(fs.readFileSync(installed, 'utf8')).packages;
  return Object.keys(wanted).every(function (name) {
    if (name === '' || wanted[name].optional || wanted[name].peer) return true;
    return found[name] !== undefined && found[name].version === wanted[name].version;
  });
}

function install() {
  console.log('installing the packages of package-lock.json (npm ci), once');
  var parameters = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  var result = require('child_process').spawnSync('npm', parameters, {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status === 0) return;
  if (result.error)
    console.error('npm is missing: install Node from https://nodejs.org, which brings it.');
  process.exit(1);
}

if (process.env.NODE_VERSION) require('./other-node').continueWith(process.env.NODE_VERSION);
requireNode();
// A node_modules that is a link belongs to another checkout, which keeps it up to date.
var modules = path.join(root, 'node_modules');
var isLink = fs.existsSync(modules) && fs.lstatSync(modules).isSymbolicLink();
if (!isLink && !isInstalled()) install();

require('tsx/cjs');
require(path.join(root, 'connectors/mojaloop/openapi/generate.ts')).default();
if (process.argv[2] !== undefined) {
  var file = path.resolve(process.argv[2]);
  process.argv.splice(1, 2, file);
  require(file);
}
