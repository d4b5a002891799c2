/** That every place at which a payment can stand has a state that a person understands, and no other has one. */
import type { ModdleElement } from 'bpmn-moddle';
import {
  milestones,
  milestoneTexts,
  processesWithoutMilestones,
} from '../../connectors/common/contracts/milestones';
import { diagramFiles, elementsOf, processOf, readDiagram } from '../kit/bpmn/diagrams';

/** What a process goes through without ever resting there: the engine leaves them in the same moment. */
const passing = /Gateway$|^bpmn:(SequenceFlow|BoundaryEvent|IntermediateThrowEvent|SubProcess)$/;

const restsAt = (process: ModdleElement) =>
  elementsOf(process).flatMap(({ $type, id }) => (passing.test($type) ? [] : [id]));

test.each(diagramFiles)(
  'every element of $name has a milestone, or is named as having none',
  async ({ xml }) => {
    const process = processOf(await readDiagram(xml));
    const isPayment = !processesWithoutMilestones.includes(process.id);
    const named = Object.keys(milestones[process.id] ?? {});
    expect(named.toSorted()).toEqual(isPayment ? restsAt(process).toSorted() : []);
  },
);

test('only processes that there are have milestones, and every milestone is reached', async () => {
  const processes = await Promise.all(
    diagramFiles.map(async ({ xml }) => processOf(await readDiagram(xml)).id),
  );
  const named = [...Object.keys(milestones), ...processesWithoutMilestones];
  expect(named.toSorted()).toEqual(processes.toSorted());
  const reached = new Set(Object.values(milestones).flatMap((one) => Object.values(one)));
  expect(Object.keys(milestoneTexts).filter((one) => !reached.has(one as never))).toEqual([]);
});
