/** Whether a diagram can be read: no label lies on another one, on a shape or on a line. */
import type { ModdleElement } from 'bpmn-moddle';

interface Box {
  readonly of: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `label of a: b` for a label of `a` that lies on something of `b`. */
export function overlappingLabels(definitions: ModdleElement): string[] {
  const drawn = (definitions.diagrams ?? []).flatMap(
    ({ plane }) => plane.planeElement,
  ) as unknown[];
  const labels: Box[] = [];
  const others: Box[] = [];
  for (const one of drawn as ModdleElement[]) {
    const element = one.get('bpmnElement') as ModdleElement;
    const label = one.get('label') as ModdleElement | undefined;
    if (label !== undefined) labels.push(boxOf(element.id, label.get('bounds')));
    // What is inside of it lies on it.
    if (element.$type === 'bpmn:SubProcess') continue;
    if (one.$type === 'bpmndi:BPMNShape') others.push(boxOf(element.id, one.get('bounds')));
    else others.push(...linesOf(element.id, one.get('waypoint') as readonly Point[]));
  }
  return labels.flatMap((label, index) =>
    [...labels.slice(index + 1), ...others]
      .filter((other) => isOver(label, other))
      .map((other) => `label of ${label.of}: ${other.of}`),
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function boxOf(of: string, bounds: unknown): Box {
  const { x, y, width, height } = bounds as Omit<Box, 'of'>;
  return { of, x, y, width, height };
}

/** Lines run level or upright, and so are boxes without a breadth. */
function linesOf(of: string, points: readonly Point[]): Box[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    return { of, x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  });
}

function isOver(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
