/** The diagram with what was executed on it. What it shows the list beside it tells in words. */
import { useMemo } from 'react';
import { DiagramCanvas, type CanvasProps } from '../../../kit/diagram/canvas';
import { useWords } from '../../../words/preferences';
import { diagramWords } from '../words';
import { drawnMarks, hereOf } from './drawn-marks';
import type { Mark } from './execution';
import './marks.css';

interface ExecutedProps extends Pick<CanvasProps, 'xml' | 'chosen' | 'choose'> {
  readonly name: string;
  readonly marks: readonly Mark[];
  readonly flows: readonly string[];
}

export function ExecutedCanvas({ xml, name, marks, flows, chosen, choose }: ExecutedProps) {
  const words = useWords(diagramWords);
  const drawn = useMemo(() => drawnMarks(marks, flows, words), [marks, flows, words]);
  const here = hereOf(marks);
  return (
    <DiagramCanvas
      {...{ xml, marks: drawn, chosen, choose }}
      label={words.canvas(name)}
      here={here === undefined ? undefined : { elementId: here, title: words.toHere }}
    />
  );
}
