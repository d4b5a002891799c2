#!/usr/bin/env bash
# feelin 8.2.0 (npm) and amounts of money.
#
# FEEL's numbers are decimals of 34 digits (DMN 1.3, 10.3.2.3.1). feelin, with which bpmn.io's tools evaluate FEEL and
# with which conditions of diagrams can be tried in JavaScript, reckons with binary floating point: sums of amounts with
# two decimals are not equal to what they are, rounding goes the wrong way, and numbers above 2^53 run together. Whoever
# tests the conditions of a payment with it sees other answers than FEEL has: true, 1.01, 435, false.
#
# Seen:
#   0.1 + 0.2 = 0.3                      false
#   round half up(1.005, 2)              1
#   4.35 * 100                           434.99999999999994
#   9007199254740993 = 9007199254740992  true
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . feelin@8.2.0 >/dev/null
cat > evaluate.mjs <<'JAVASCRIPT'
import { evaluate } from 'feelin';

for (const expression of [
  '0.1 + 0.2 = 0.3',
  'round half up(1.005, 2)',
  '4.35 * 100',
  '9007199254740993 = 9007199254740992',
]) {
  const { value, warnings } = evaluate(expression, {});
  if (warnings.length > 0) throw new Error(JSON.stringify(warnings));
  console.log(`${expression.padEnd(37)}${value}`);
}
JAVASCRIPT
node evaluate.mjs | tee seen
diff seen - <<'EXPECTED'
0.1 + 0.2 = 0.3                      false
round half up(1.005, 2)              1
4.35 * 100                           434.99999999999994
9007199254740993 = 9007199254740992  true
EXPECTED
echo "as described"
