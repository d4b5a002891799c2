/** A diagram as bpmn-js draws it, with marks on its elements. What it shows its view tells in words beside it. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { useEffect, useRef, useState } from 'react';
import { errorOf } from '../../api/problem';
import { useWords } from '../../words/preferences';
import { Button, ProblemNote } from '../parts';
import styles from './canvas.module.css';
import './drawn.css';
import type { ElementMark } from './element-mark';
import { diagramKitWords } from './words';

interface Canvas {
  zoom(to?: number | 'fit-viewport', center?: 'auto'): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  scrollToElement(id: string): void;
  getContainer(): HTMLElement;
}
interface Overlays {
  add(id: string, type: string, overlay: object): string;
  clear(): void;
}
interface Registry {
  get(id: string): DrawnElement | undefined;
  getGraphics(id: string): SVGElement;
}
interface EventBus {
  on(event: string, heard: (event: { readonly element: DrawnElement }) => void): void;
}
interface DrawnElement {
  readonly id: string;
  readonly parent?: unknown;
  readonly waypoints?: unknown;
  /** Of a text that stands outside of its shape. */
  readonly labelTarget?: DrawnElement;
}

export interface CanvasProps {
  readonly xml: string;
  /** Says what the drawing is, and where the same stands in words. */
  readonly label: string;
  /** The same ones while nothing has changed: they are not drawn anew for nothing. */
  readonly marks: readonly ElementMark[];
  /** Of an element or a flow. */
  readonly choose: (elementId: string) => void;
  readonly chosen?: string | undefined;
  /** What a button brings into view. */
  readonly here?: { readonly elementId: string; readonly title: string } | undefined;
}

/** The colours are those of the page, in either theme. */
const colours = {
  defaultFillColor: 'var(--raised)',
  defaultStrokeColor: 'var(--edge)',
  defaultLabelColor: 'var(--text)',
};

const stepOfZoom = 1;
const readableZoom = 0.8;

export function DiagramCanvas({ xml, label, marks, choose, chosen, here }: CanvasProps) {
  const words = useWords(diagramKitWords);
  const box = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer>();
  const [problem, setProblem] = useState<Error>();
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  useEffect(() => {
    const { current: container } = box;
    if (container === null) return;
    const drawn = open(container, (id) => latest.current(id));
    let isOver = false;
    drawn.importXML(xml).then(
      () => {
        if (isOver) return;
        drawn.get<Canvas>('canvas').zoom('fit-viewport', 'auto');
        setProblem(undefined);
        setViewer(drawn);
      },
      (error: unknown) => {
        if (!isOver) setProblem(errorOf(error));
      },
    );
    return () => {
      isOver = true;
      setViewer(undefined);
      drawn.destroy();
    };
  }, [xml]);
  useLabel(viewer, label);
  useMarks(viewer, marks);
  useChosen(viewer, chosen);
  const zoom = (step: number) =>
    viewer?.get<{ stepZoom(by: number): void }>('zoomScroll').stepZoom(step);
  return (
    <>
      {problem !== undefined && (
        <>
          <p>{words.cannotDraw}</p>
          <ProblemNote of={problem} />
        </>
      )}
      <div className={styles['buttons']}>
        <Button onClick={() => zoom(stepOfZoom)} aria-label={words.zoomIn} title={words.zoomIn}>
          +
        </Button>
        <Button onClick={() => zoom(-stepOfZoom)} aria-label={words.zoomOut} title={words.zoomOut}>
          −
        </Button>
        <Button onClick={() => viewer?.get<Canvas>('canvas').zoom('fit-viewport', 'auto')}>
          {words.fit}
        </Button>
        {here !== undefined && (
          <Button
            onClick={() => {
              if (viewer === undefined) return;
              bringIntoView(viewer.get<Canvas>('canvas'), here.elementId);
            }}
          >
            {here.title}
          </Button>
        )}
      </div>
      <div ref={box} className={styles['canvas']} />
    </>
  );
}

function open(container: HTMLElement, choose: (elementId: string) => void): NavigatedViewer {
  const options = {
    container,
    bpmnRenderer: colours,
    // The wheel is the page's own: it scrolls on.
    zoomScroll: { enabled: false },
  };
  const viewer = new NavigatedViewer(options);
  viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => {
    const { id, parent, waypoints } = element.labelTarget ?? element;
    if (parent !== undefined && parent !== null && waypoints === undefined) choose(id);
  });
  return viewer;
}

/** Large enough to be read. */
function bringIntoView(canvas: Canvas, elementId: string): void {
  if (canvas.zoom() < readableZoom) canvas.zoom(readableZoom, 'auto');
  canvas.scrollToElement(elementId);
}

function useLabel(viewer: NavigatedViewer | undefined, label: string): void {
  useEffect(() => {
    const svg = viewer?.get<Canvas>('canvas').getContainer().querySelector('svg[tabindex]');
    svg?.setAttribute('role', 'img');
    svg?.setAttribute('aria-label', label);
  }, [viewer, label]);
}

function useMarks(viewer: NavigatedViewer | undefined, marks: readonly ElementMark[]): void {
  useEffect(() => {
    if (viewer === undefined) return;
    const canvas = viewer.get<Canvas>('canvas');
    const overlays = viewer.get<Overlays>('overlays');
    const drawn = viewer.get<Registry>('elementRegistry');
    const there = marks.filter(({ elementId }) => drawn.get(elementId) !== undefined);
    for (const { elementId, markers, share, badge } of there) {
      for (const marker of markers) canvas.addMarker(elementId, marker);
      if (share !== undefined) drawn.getGraphics(elementId).style.setProperty('--share', share);
      if (badge !== undefined) overlays.add(elementId, 'hub', badgeOf(badge));
    }
    return () => {
      // React takes the newest effects down first: the viewer may be gone already.
      for (const { elementId, markers } of there) {
        for (const marker of markers) canvas.removeMarker(elementId, marker);
      }
      overlays.clear();
    };
  }, [viewer, marks]);
}

function badgeOf({ text, look, isCounter = false }: NonNullable<ElementMark['badge']>): object {
  const html = document.createElement('div');
  html.className = `hub-badge ${look}`;
  html.textContent = text;
  html.setAttribute('aria-hidden', 'true');
  return isCounter
    ? { position: { top: 0, right: 0 }, scale: { min: 1 }, html }
    : { position: { bottom: 4, left: 0 }, html };
}

function useChosen(viewer: NavigatedViewer | undefined, chosen: string | undefined): void {
  useEffect(() => {
    if (viewer === undefined || chosen === undefined) return;
    if (viewer.get<Registry>('elementRegistry').get(chosen) === undefined) return;
    const canvas = viewer.get<Canvas>('canvas');
    canvas.addMarker(chosen, 'hub-chosen');
    bringIntoView(canvas, chosen);
    return () => {
      canvas.removeMarker(chosen, 'hub-chosen');
    };
  }, [viewer, chosen]);
}
