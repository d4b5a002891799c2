#!/usr/bin/env bash
# bpmnlint 11.14.0 (npm) with bpmn-moddle 10.3.1: one Linter and more than one diagram.
#
# A Linter keeps its rules, and the rule no-duplicate-sequence-flows keeps the flows that it has seen, from one call of
# lint() to the next. The same right diagram, read anew and linted twice, has three errors the second time; and so have
# two diagrams that use the same ids, as exported copies and versions of one process do. One Linter a diagram avoids it.
#
# Seen:
#   the first time: none
#   the second time: SequenceFlow is a duplicate, Duplicate outgoing sequence flows, Duplicate incoming sequence flows
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . bpmnlint@11.14.0 bpmn-moddle@10.3.1 >/dev/null
cat > lint.mjs <<'JAVASCRIPT'
import Linter from 'bpmnlint/lib/linter.js';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { BpmnModdle } from 'bpmn-moddle';

const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="example">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>flow</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>flow</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;
const config = { rules: { 'no-duplicate-sequence-flows': 'error' } };
const linter = new Linter({ config, resolver: new NodeResolver() });
for (const time of ['first', 'second']) {
  const { rootElement } = await new BpmnModdle().fromXML(diagram);
  const reports = Object.values(await linter.lint(rootElement)).flat();
  console.log(`the ${time} time: ${reports.map(({ message }) => message).join(', ') || 'none'}`);
}
JAVASCRIPT
node lint.mjs | tee seen
diff seen - <<'EXPECTED'
the first time: none
the second time: SequenceFlow is a duplicate, Duplicate outgoing sequence flows, Duplicate incoming sequence flows
EXPECTED
echo "as described"
