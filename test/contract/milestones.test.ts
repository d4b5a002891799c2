/** That every place at which a payment can stand has a state that a person understands, and no other has one. */
import type { ModdleElement } from 'bpmn-moddle';
import {
  milestones,
  milestoneTexts,
  processesWithoutMilestones,
} from '../../connectors/common/contracts/milestones';
import {
  deployedDiagrams,
  elementsOf,
  processOf,
  readDiagram,
  sharedDiagrams,
} from '../kit/bpmn/diagrams';

/** What a process goes through without ever resting there: the engine leaves them in the same moment. */
const passing = /Gateway$|^bpmn:(SequenceFlow|BoundaryEvent|IntermediateThrowEvent|SubProcess)$/;

const restsAt = (process: ModdleElement) =>
  elementsOf(process).flatMap(({ $type, id }) => (passing.test($type) ? [] : [id]));

/** As the engine has them, and the shared ones as it has them where they are called for real. */
async function processes(): Promise<ModdleElement[]> {
  const diagrams = [...(await deployedDiagrams()), ...sharedDiagrams];
  return Promise.all(diagrams.map(async ({ xml }) => processOf(await readDiagram(xml))));
}

test('every element of a process has a milestone, or its process is named as having none', async () => {
  for (const process of await processes()) {
    const isPayment = !processesWithoutMilestones.includes(process.id);
    const named = Object.keys(milestones[process.id] ?? {});
    expect({ process: process.id, named: named.toSorted() }).toEqual({
      process: process.id,
      named: isPayment ? restsAt(process).toSorted() : [],
    });
  }
});

test('only processes that there are have milestones, and every milestone is reached', async () => {
  const ids = (await processes()).map(({ id }) => id);
  const named = [...Object.keys(milestones), ...processesWithoutMilestones];
  expect(named.toSorted()).toEqual(ids.toSorted());
  const reached = new Set(Object.values(milestones).flatMap((one) => Object.values(one)));
  expect(Object.keys(milestoneTexts).filter((one) => !reached.has(one as never))).toEqual([]);
});
