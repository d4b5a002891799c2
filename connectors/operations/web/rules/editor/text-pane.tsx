/** The rules as text, with the numbers of its lines and a sign at each that is wrong. */
import { useImperativeHandle, useRef, type Ref } from 'react';
import { useWords } from '../../words/preferences';
import type { RuleProblem } from '../api';
import { lineMarks, rangeOf } from './marks';
import styles from './text-pane.module.css';
import { editorWords } from './words';

export interface TextHandle {
  readonly goTo: (problem: RuleProblem) => void;
}

export function TextPane({
  text,
  problems,
  readOnly,
  change,
  handle,
}: {
  readonly text: string;
  readonly problems: readonly RuleProblem[];
  readonly readOnly: boolean;
  readonly change?: (text: string) => void;
  readonly handle?: Ref<TextHandle>;
}) {
  const words = useWords(editorWords);
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  useImperativeHandle(handle, () => ({
    goTo: (problem) => {
      const { current } = area;
      if (current === null) return;
      current.focus();
      current.setSelectionRange(...rangeOf(text, problem));
      const lineHeight = Number.parseFloat(getComputedStyle(current).lineHeight);
      current.scrollTop = Math.max(0, ((problem.line ?? 1) - 4) * lineHeight);
    },
  }));
  return (
    <div className={styles['pane']}>
      <pre ref={numbers} className={styles['numbers']} aria-hidden>
        <LineNumbers count={text.split('\n').length} problems={problems} />
      </pre>
      <textarea
        ref={area}
        className={styles['text']}
        aria-label={words.text}
        aria-invalid={problems.some(({ severity }) => severity === 'error')}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        readOnly={readOnly}
        value={text}
        onChange={(event) => change?.(event.target.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

function LineNumbers({
  count,
  problems,
}: {
  readonly count: number;
  readonly problems: readonly RuleProblem[];
}) {
  const marks = lineMarks(problems);
  return Array.from({ length: count }, (_, index) => {
    const problem = marks.get(index + 1);
    if (problem === undefined) return `${String(index + 1)}\n`;
    const sign = problem.severity === 'error' ? '✕' : '!';
    return (
      <span key={index} className={styles[problem.severity]} title={problem.message}>
        {`${sign} ${String(index + 1)}\n`}
      </span>
    );
  });
}
