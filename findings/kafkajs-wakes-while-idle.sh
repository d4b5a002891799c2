#!/usr/bin/env bash
# kafkajs 2.2.4 (npm): what a connection costs on which nothing is said.
#
# After its first request a connection's queue looks for requests that a throttle holds back. Nothing was ever throttled, so the
# time to wait is the past (-1 less the clock), for which Node's timers take 1 ms; the look ends by setting the same timer
# again. So each open connection wakes the process some hundred times a second for as long as it is open. Node 24 says
# TimeoutNegativeWarning, once.
#
# Seen:
#   requests that wait or are under way: 0
#   woken in an idle second: more than 100 times
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . kafkajs@2.2.4 >/dev/null
cat > idle.js <<'JAVASCRIPT'
const RequestQueue = require('kafkajs/src/network/requestQueue');

// As Connection makes it and uses it, for one request that is answered.
const queue = new RequestQueue({
  maxInFlightRequests: null,
  requestTimeout: 30_000,
  enforceRequestTimeout: false,
  clientId: 'one',
  broker: 'localhost:9092',
  logger: { debug() {} },
});
const entry = { correlationId: 1, apiName: 'Metadata', apiKey: 3, apiVersion: 6, resolve() {}, reject() {} };
queue.push({ entry, expectResponse: true, sendRequest() {} });
queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });

let woken = 0;
const look = queue.checkPendingRequests.bind(queue);
queue.checkPendingRequests = () => {
  woken += 1;
  look();
};
setTimeout(() => {
  console.log(`requests that wait or are under way: ${queue.pending.length + queue.inflight.size}`);
  console.log(`woken in an idle second: ${woken > 100 ? 'more than 100' : woken} times`);
  queue.destroy();
}, 1_000);
JAVASCRIPT
node idle.js 2>errors | tee seen
diff seen - <<'EXPECTED'
requests that wait or are under way: 0
woken in an idle second: more than 100 times
EXPECTED
echo "as described"
