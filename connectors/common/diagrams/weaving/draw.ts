/** The picture of a woven process: the caller's moves apart, and each called process is drawn where its call was. */
import type { ModdleElement, Shape } from 'bpmn-moddle';
import { CannotWeave } from './cannot-weave';
import { startsOf } from './called-process';
import type { Join, Joined } from './join-flows';
import { joinLines, type Line, type Point } from './points';

export interface Woven extends Joined {
  readonly call: ModdleElement;
  readonly called: ModdleElement;
  /** What is drawn of the called process. */
  readonly drawing: readonly Shape[];
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Between what is drawn for different processes. */
const marginPx = 40;
/** Above and beneath a call: what is so near belongs to its row. */
const rowPx = 60;

/** @throws CannotWeave when something is not drawn */
export function draw(plane: ModdleElement, all: readonly Woven[]): void {
  if (all.length === 0) return;
  const callers = plane.get('planeElement') as readonly Shape[];
  const places = all.map((woven) => placeOf(woven, callers));
  spread(callers, spreader(places));
  const drawn = [...callers];
  for (const { woven, offset } of places) {
    const { x, y } = boxOf(drawnAs(woven.call, callers));
    for (const shape of woven.drawing) moveBy(shape, { x: x + offset.x, y: y + offset.y });
    drawn.push(...woven.drawing);
  }
  for (const { joins } of all) for (const join of joins) redraw(join, drawn);
  const gone = new Set(all.flatMap((woven) => [...woven.gone]));
  plane.set(
    'planeElement',
    drawn.filter(({ bpmnElement }) => !gone.has(bpmnElement)),
  );
}

interface Place {
  readonly woven: Woven;
  readonly callBox: Box;
  /** From the call's upper left corner: by how much what is drawn of the called process moves. */
  readonly offset: Point;
  /** How far it reaches from there. */
  readonly reach: { readonly top: number; readonly right: number; readonly bottom: number };
}

/** Its start event comes to lie where the call begins, on the row of the call. */
function placeOf(woven: Woven, callers: readonly Shape[]): Place {
  const callBox = boxOf(drawnAs(woven.call, callers));
  const [start] = startsOf(woven.called);
  const startBox = boxOf(drawnAs(start ?? woven.called, woven.drawing));
  const offset = {
    x: -startBox.x,
    y: (callBox.height - startBox.height) / 2 - startBox.y,
  };
  const corners = woven.drawing.flatMap(cornersOf);
  return {
    woven,
    callBox,
    offset,
    reach: {
      top: Math.min(...corners.map(({ y }) => y)) + offset.y,
      right: Math.max(...corners.map(({ x }) => x)) + offset.x,
      bottom: Math.max(...corners.map(({ y }) => y)) + offset.y,
    },
  };
}

interface Cut {
  readonly from: number;
  readonly by: number;
}

/** Makes room: to the right of each call, and above and beneath its row, where several share the room. */
function spreader(places: readonly Place[]): (point: Point) => Point {
  const across = places.map(({ callBox, reach }) => ({
    from: callBox.x + callBox.width,
    by: Math.max(0, reach.right - callBox.width),
  }));
  const rows = new Map<number, Cut>();
  const cut = (from: number, by: number) => {
    rows.set(from, { from, by: Math.max(by, rows.get(from)?.by ?? 0) });
  };
  for (const { callBox, reach } of places) {
    cut(callBox.y - rowPx, -rowPx - reach.top);
    cut(callBox.y + callBox.height + rowPx, reach.bottom + marginPx - callBox.height - rowPx);
  }
  return ({ x, y }) => ({ x: x + along(x, across), y: y + along(y, [...rows.values()]) });
}

const along = (position: number, cuts: readonly Cut[]): number =>
  cuts.reduce((sum, { from, by }) => (position >= from ? sum + by : sum), 0);

type Move = (point: Point) => Point;

/** Moves all that the caller draws; a line's ends move with what they are tied to. */
function spread(shapes: readonly Shape[], moved: Move): void {
  const shifts = new Map(
    shapes
      .filter(isBox)
      .map((shape) => [shape.bpmnElement, shiftOf(shape, shapes, moved)] as const),
  );
  for (const shape of shapes) {
    const { sourceRef, targetRef } = shape.bpmnElement;
    const shift = shifts.get(sourceRef ?? shape.bpmnElement) ?? { x: 0, y: 0 };
    if (isBox(shape)) {
      if (frames.test(shape.bpmnElement.$type)) stretch(shape, moved);
      else moveBy(shape, shift);
      continue;
    }
    const line = lineOf(shape);
    const tied = (point: Point, to: ModdleElement | undefined) => {
      const by = to && shifts.get(to);
      return by ? plus(point, by) : moved(point);
    };
    const ends = [tied(line[0] ?? shift, sourceRef), tied(line.at(-1) ?? shift, targetRef)];
    setLine(shape, joinLines(ends.slice(0, 1), line.slice(1, -1).map(moved), ends.slice(1)));
    moveLabel(shape, shift);
  }
}

/** They hold what is drawn within them, and grow with it. */
const frames = /^bpmn:(SubProcess|Participant|Lane)$/;

/** Events on an edge move with what they are attached to. */
function shiftOf(shape: Shape, shapes: readonly Shape[], moved: Move): Point {
  const host = shape.bpmnElement.attachedToRef;
  const { x, y } = boxOf(host === undefined ? shape : drawnAs(host, shapes));
  const to = moved({ x, y });
  return { x: to.x - x, y: to.y - y };
}

function stretch(shape: Shape, moved: Move): void {
  const { x, y, width, height } = boxOf(shape);
  const from = moved({ x, y });
  const to = moved({ x: x + width, y: y + height });
  setBox(shape.get('bounds'), { ...from, width: to.x - from.x, height: to.y - from.y });
}

/** A line that goes on where another one went before. */
function redraw({ flow, at, past, onward }: Join, drawn: readonly Shape[]): void {
  const shape = drawnAs(flow, drawn);
  const line = lineOf(shape);
  const further = lineOf(drawnAs(onward, drawn));
  const isEnd = at.$type === 'bpmn:EndEvent';
  const isLevel = further[0]?.y === further[1]?.y;
  const via = past !== undefined && (isLevel || !isEnd) ? [middleOf(drawnAs(past, drawn))] : [];
  if (isEnd) {
    const end = middleOf(drawnAs(at, drawn));
    setLine(shape, joinLines(line.slice(0, -1), [end], via, further.slice(1)));
    return;
  }
  const docked = dockedBeside(line, further, boxOf(drawnAs(flow.targetRef ?? at, drawn)));
  setLine(shape, docked ?? joinLines(line, via, further.slice(1)));
}

/** Straight on into the first element, where that is as high as the call was. */
function dockedBeside(line: Line, further: Line, first: Box): Point[] | undefined {
  const [last, beyond] = [line.at(-1), further.at(-1)];
  if (last === undefined || beyond === undefined) return undefined;
  const isStraight = further.every(({ y }) => y === beyond.y);
  const isBeside = last.y > first.y && last.y < first.y + first.height;
  if (!isStraight || !isBeside) return undefined;
  return joinLines(line.slice(0, -1), [{ x: beyond.x, y: last.y }]);
}

function drawnAs(element: ModdleElement, shapes: readonly Shape[]): Shape {
  const found = shapes.find(({ bpmnElement }) => bpmnElement === element);
  if (found) return found;
  throw new CannotWeave(`${element.id} is not drawn: draw it in Camunda Modeler`);
}

const isBox = ({ $type }: Shape): boolean => $type === 'bpmndi:BPMNShape';

function boxOf(shape: Shape): Box {
  const { x, y, width, height } = shape.get('bounds') as Box;
  return { x, y, width, height };
}

const lineOf = (shape: Shape): Line => shape.get('waypoint') as Line;

function cornersOf(shape: Shape): Line {
  if (!isBox(shape)) return lineOf(shape);
  const { x, y, width, height } = boxOf(shape);
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

function middleOf(shape: Shape): Point {
  const { x, y, width, height } = boxOf(shape);
  return { x: x + width / 2, y: y + height / 2 };
}

const plus = (one: Point, other: Point): Point => ({ x: one.x + other.x, y: one.y + other.y });

function moveBy(shape: Shape, by: Point): void {
  if (isBox(shape)) setBox(shape.get('bounds'), plus(boxOf(shape), by));
  else
    setLine(
      shape,
      lineOf(shape).map((point) => plus(point, by)),
    );
  moveLabel(shape, by);
}

function moveLabel(shape: Shape, by: Point): void {
  const label = shape.get('label') as ModdleElement | undefined;
  const bounds = label?.get('bounds') as Box | undefined;
  if (bounds) setBox(bounds, plus(bounds, by));
}

function setBox(bounds: unknown, to: Partial<Box>): void {
  for (const [name, value] of Object.entries(to)) (bounds as ModdleElement).set(name, value);
}

function setLine(shape: Shape, line: Line): void {
  const points = line.map(({ x, y }) => shape.$model.create('dc:Point', { x, y }));
  shape.set('waypoint', points);
}
