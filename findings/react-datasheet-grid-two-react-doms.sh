#!/usr/bin/env bash
# react-datasheet-grid 4.11.6 (npm) with React 19.3.1, which its peer dependencies allow.
#
# It depends on react-resize-detector 7, whose peers end with React 18: npm installs react-dom 18 below it without a word,
# beside React 19. react-dom 18 looks for what React 19 has no more as soon as it is loaded, so that loading the grid fails.
# An override of react-resize-detector's react-dom, or a bundler that knows one react-dom only, makes it work.
#
# Seen:
#   react-dom 18.3.1 19.3.1: TypeError Cannot read properties of undefined (reading 'ReactCurrentDispatcher')
#   react-dom 19.3.1: loaded
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > load.js <<'JAVASCRIPT'
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');

const files = execFileSync('find', ['node_modules', '-path', '*/react-dom/package.json'], { encoding: 'utf8' });
const versions = files.trim().split('\n').map((file) => JSON.parse(readFileSync(file, 'utf8')).version);
let seen = 'loaded';
try {
  require('react-datasheet-grid');
} catch (error) {
  seen = `${error.name} ${error.message}`;
}
console.log(`react-dom ${versions.sort().join(' ')}: ${seen}`);
JAVASCRIPT
packages='"react": "19.3.1", "react-dom": "19.3.1", "react-datasheet-grid": "4.11.6"'
for overrides in '' '"react-resize-detector": { "react": "19.3.1", "react-dom": "19.3.1" }'; do
  echo "{ \"dependencies\": { $packages }, \"overrides\": { $overrides } }" > package.json
  rm -rf node_modules package-lock.json
  npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null
  node load.js
done | tee seen
diff seen - <<'EXPECTED'
react-dom 18.3.1 19.3.1: TypeError Cannot read properties of undefined (reading 'ReactCurrentDispatcher')
react-dom 19.3.1: loaded
EXPECTED
echo "as described"
