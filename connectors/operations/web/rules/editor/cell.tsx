/** A cell of the sheet: a field of its own, so that a reader of the screen hears its heading, what is in it and what is wrong. */
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import type { CellProps } from 'react-datasheet-grid';
import { completed, fitting, type Choices } from './choices';
import styles from './sheet.module.css';
import type { Row } from './tables';

export interface ColumnAbout {
  readonly column: number;
  readonly choicesFor: (row: Row) => Choices;
  readonly labelFor: (rowIndex: number) => string;
  /** Id of what tells the problem of the chosen cell; undefined where nothing is wrong. */
  readonly problemIdFor: (rowIndex: number) => string | undefined;
  readonly readOnly: boolean;
}

/** The library keeps the chosen cell to itself: here the keyboard's focus goes with it. */
function useCellFocus(isChosen: boolean, isEdited: boolean) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (!isEdited) return;
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, [isEdited]);
  useEffect(() => {
    if (!isChosen || isEdited) return;
    // Later than the library, which takes the focus from whatever has it.
    const frame = requestAnimationFrame(() => input.current?.focus({ preventScroll: true }));
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [isChosen, isEdited]);
  return input;
}

export function SheetCell(props: CellProps<Row, ColumnAbout>) {
  const { rowData: row, rowIndex, active, focus, columnData } = props;
  const { column } = columnData;
  const input = useCellFocus(active, focus);
  const value = row[column] ?? '';
  if (!focus) {
    const problemId = columnData.problemIdFor(rowIndex);
    return (
      <input
        ref={input}
        className={styles['input']}
        aria-label={columnData.labelFor(rowIndex)}
        aria-invalid={problemId !== undefined}
        aria-describedby={active ? problemId : undefined}
        tabIndex={-1}
        readOnly
        value={value}
      />
    );
  }
  return <EditedCell {...props} input={input} value={value} />;
}

/** While it is typed into: with what could stand there below it. */
function EditedCell({
  rowData: row,
  rowIndex,
  setRowData,
  columnData,
  input,
  value,
}: CellProps<Row, ColumnAbout> & {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly value: string;
}) {
  const id = useId();
  const { column, choicesFor, labelFor, problemIdFor } = columnData;
  const [before] = useState(value);
  const [chosen, setChosen] = useState(-1);
  const choices = choicesFor(row);
  const wasTyped = value !== before;
  const offered = fitting(choices, value, wasTyped);
  const set = (next: string) => setRowData(row.with(column, next));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 0) {
      // The list's own arrows: the sheet would go to another row.
      event.stopPropagation();
      event.preventDefault();
      setChosen(Math.max(0, Math.min(offered.length - 1, chosen + step)));
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const next = offered[chosen] ?? completed(choices, value, wasTyped);
      if (next !== undefined) set(next);
    } else if (event.key === 'Escape') {
      set(before);
    }
  };
  return (
    <>
      <input
        ref={input}
        className={styles['input']}
        role="combobox"
        aria-label={labelFor(rowIndex)}
        aria-invalid={problemIdFor(rowIndex) !== undefined}
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${id}-${String(chosen)}` : undefined}
        autoComplete="off"
        spellCheck={false}
        tabIndex={-1}
        value={value}
        onChange={(event) => {
          setChosen(-1);
          set(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && (
        <Offered id={id} at={input} offered={offered} chosen={chosen} choose={set} />
      )}
    </>
  );
}

function Offered({
  id,
  at,
  offered,
  chosen,
  choose,
}: {
  readonly id: string;
  readonly at: React.RefObject<HTMLInputElement | null>;
  readonly offered: readonly string[];
  readonly chosen: number;
  readonly choose: (value: string) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const box = at.current?.getBoundingClientRect();
    if (box === undefined || list.current === null) return;
    const { style } = list.current;
    const height = list.current.offsetHeight;
    const isAbove = box.bottom + height > innerHeight && box.top > height;
    style.left = `${String(box.left)}px`;
    style.minWidth = `${String(box.width)}px`;
    style.top = `${String(isAbove ? box.top - height : box.bottom)}px`;
  });
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return createPortal(
    <ul ref={list} id={`${id}-list`} role="listbox" className={styles['list']}>
      {offered.map((one, index) => (
        <li
          key={one}
          id={`${id}-${String(index)}`}
          role="option"
          aria-selected={index === chosen}
          onMouseDown={(event) => {
            // The sheet would take it for a click beside it.
            event.preventDefault();
            event.stopPropagation();
            choose(one);
          }}
        >
          {one}
        </li>
      ))}
    </ul>,
    document.body,
  );
}
