#!/usr/bin/env bash
# bpmn-moddle 10.3.1 with zeebe-bpmn-moddle 2.0.0 (npm): reading a diagram and writing it back.
#
# An extension element of Zeebe's namespace that this version does not know, as a newer Modeler writes them, is left out
# of what is written; fromXML only warns ("unparsable content") and toXML says nothing. Without zeebe-bpmn-moddle the
# same element is kept as it stands. So a program that opens diagrams to change a label takes settings out of them,
# because it knows Zeebe and not although it does not.
#
# Seen:
#   knowing nothing of Zeebe: kept, 0 warnings
#   with zeebe-bpmn-moddle: lost, 1 warning
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . bpmn-moddle@10.3.1 zeebe-bpmn-moddle@2.0.0 >/dev/null
cat > round-trip.mjs <<'JAVASCRIPT'
import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';

const zeebe = JSON.parse(readFileSync('node_modules/zeebe-bpmn-moddle/resources/zeebe.json', 'utf8'));
const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="example">
  <bpmn:process id="p">
    <bpmn:serviceTask id="pay">
      <bpmn:extensionElements><zeebe:taskDefinition type="pay" /><zeebe:ofANewerVersion limit="100" /></bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;
for (const [what, extensions] of [['knowing nothing of Zeebe', {}], ['with zeebe-bpmn-moddle', { zeebe }]]) {
  const moddle = new BpmnModdle(extensions);
  const { rootElement, warnings } = await moddle.fromXML(diagram);
  const { xml } = await moddle.toXML(rootElement);
  if (!xml.includes('taskDefinition')) throw new Error('the known element is lost too');
  const count = `${warnings.length} warning${warnings.length === 1 ? '' : 's'}`;
  console.log(`${what}: ${xml.includes('ofANewerVersion') ? 'kept' : 'lost'}, ${count}`);
}
JAVASCRIPT
node round-trip.mjs | tee seen
diff seen - <<'EXPECTED'
knowing nothing of Zeebe: kept, 0 warnings
with zeebe-bpmn-moddle: lost, 1 warning
EXPECTED
echo "as described"
