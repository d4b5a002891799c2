#!/usr/bin/env bash
# Zeebe 8.5.8 (io.camunda:camunda-zeebe, Maven Central): a wait for either of two messages that are both there already.
#
# A receive task waits for `paid`, and an interrupting boundary event on it for `cancelled`. Both were published before
# with a time to live of ten minutes, so both are buffered when the wait begins. BPMN lets one of them win; the other one was
# not for this wait any more and should stay buffered: behind the task, the process catches just that message. It never
# comes. Both were taken off the buffer at the moment when the wait opened, one was heard and the other is lost, long
# before its time to live. Where the second one is published a moment later, when the process is already behind the
# task, it is heard there and the process ends. So a process that may be told two things before it listens must not wait
# for both in one place and count on the second one later.
#
# Needs a JDK of version 21 or later, Maven, curl, Node. Seen:
#   both before: no instance ends (either order of publishing)
#   one before, one after: every instance ends
set -euo pipefail
folder=$(mktemp -d)
broker=''
trap '[ -z "$broker" ] || kill -9 -- "-$broker" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
mvn -q -B dependency:copy -Dartifact=io.camunda:camunda-zeebe:8.5.8:tar.gz -DoutputDirectory=. >/dev/null
tar xzf camunda-zeebe-8.5.8.tar.gz && rm camunda-zeebe-8.5.8.tar.gz
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . zeebe-node@8.3.2 >/dev/null
# Ports of their own: nobody's engine is touched.
export ZEEBE_BROKER_NETWORK_PORTOFFSET=91 SERVER_PORT=18271 MANAGEMENT_SERVER_PORT=18272
JAVA_OPTS='-Xms256m -Xmx512m -XX:+UseSerialGC' setsid bash camunda-zeebe-8.5.8/bin/broker > broker.log 2>&1 &
broker=$!
disown "$broker"
for _ in $(seq 240); do
  ! curl -sf http://127.0.0.1:18272/ready >/dev/null || break
  sleep 1
done
cat > probe.js <<'JS'
const { ZBClient } = require('zeebe-node');
const catcher = (id, message, from, to) => `
  <bpmn:intermediateCatchEvent id="${id}"><bpmn:incoming>${from}</bpmn:incoming><bpmn:outgoing>${to}</bpmn:outgoing>
    <bpmn:messageEventDefinition id="${id}Definition" messageRef="${message}"/></bpmn:intermediateCatchEvent>
  <bpmn:sequenceFlow id="${to}" sourceRef="${id}" targetRef="${id}End"/>
  <bpmn:endEvent id="${id}End"><bpmn:incoming>${to}</bpmn:incoming></bpmn:endEvent>`;
const message = (id) => `<bpmn:message id="${id}" name="${id}"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>`;
const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
${message('paid')}${message('cancelled')}
<bpmn:process id="order" isExecutable="true">
  <bpmn:startEvent id="begin"><bpmn:outgoing>toWait</bpmn:outgoing></bpmn:startEvent>
  <bpmn:sequenceFlow id="toWait" sourceRef="begin" targetRef="wait"/>
  <bpmn:receiveTask id="wait" messageRef="paid"><bpmn:incoming>toWait</bpmn:incoming><bpmn:outgoing>wasPaid</bpmn:outgoing></bpmn:receiveTask>
  <bpmn:boundaryEvent id="stop" attachedToRef="wait"><bpmn:outgoing>wasCancelled</bpmn:outgoing>
    <bpmn:messageEventDefinition id="stopDefinition" messageRef="cancelled"/></bpmn:boundaryEvent>
  <bpmn:sequenceFlow id="wasPaid" sourceRef="wait" targetRef="thenCancelled"/>
  <bpmn:sequenceFlow id="wasCancelled" sourceRef="stop" targetRef="thenPaid"/>
  ${catcher('thenCancelled', 'cancelled', 'wasPaid', 'end1')}${catcher('thenPaid', 'paid', 'wasCancelled', 'end2')}
</bpmn:process></bpmn:definitions>`;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function main() {
  const client = new ZBClient('127.0.0.1:27410', { loglevel: 'NONE', retry: true });
  await client.deployResource({ process: Buffer.from(diagram), name: 'order.bpmn' });
  const publish = (name, order) =>
    client.publishMessage({ name, correlationKey: order, timeToLive: 600_000, variables: {} });
  const end = (order) =>
    client
      .createProcessInstanceWithResult({ bpmnProcessId: 'order', variables: { order }, requestTimeout: 20_000 })
      .then(() => 'ends', () => 'does not end');
  const orders = [['paid', 'cancelled'], ['cancelled', 'paid']];
  const both = await Promise.all(orders.map(async (names, at) => {
    for (const name of names) await publish(name, `both-${at}`);
    return end(`both-${at}`);
  }));
  const apart = await Promise.all(orders.map(async ([first, second], at) => {
    await publish(first, `apart-${at}`);
    const ended = end(`apart-${at}`);
    await pause(5_000);
    await publish(second, `apart-${at}`);
    return ended;
  }));
  console.log(`both before: ${both.join(', ')}`);
  console.log(`one before, one after: ${apart.join(', ')}`);
  await client.close();
}
main().then(() => process.exit(0));
JS
node probe.js | tee seen
diff seen - <<'EXPECTED'
both before: does not end, does not end
one before, one after: ends, ends
EXPECTED
echo "as described"
