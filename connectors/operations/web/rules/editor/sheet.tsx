/** One table as a sheet: typed into, pasted into, with what is wrong at its cell. */
import 'react-datasheet-grid/dist/style.css';
import {
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type Ref,
  type RefObject,
} from 'react';
import { DynamicDataSheetGrid, type Column, type DataSheetGridRef } from 'react-datasheet-grid';
import { Button, Panel } from '../../kit/parts';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import type { Dictionary } from '../api';
import { SheetCell, type ColumnAbout } from './cell';
import { choicesOf } from './choices';
import { useGridRoles } from './grid-roles';
import { addressOf, markKey, type CellMarks } from './marks';
import { cellsBeyond, cellsOf, pasted } from './paste';
import styles from './sheet.module.css';
import { emptyRow, headings, withSpareRows, type Row, type TableKind, type Tables } from './tables';
import { editorWords } from './words';

export interface SheetHandle {
  readonly goTo: (row: number, column: number) => void;
}

interface SheetProps {
  readonly kind: TableKind;
  readonly tables: Tables;
  readonly dictionary: Dictionary | undefined;
  readonly marks: CellMarks;
  readonly readOnly: boolean;
  /** `at`: edits of the same place are one step back. */
  readonly change: (rows: readonly Row[], at: string) => void;
  readonly handle: Ref<SheetHandle>;
}

const rowHeightPx = 34;
const widths: Readonly<Record<TableKind, readonly number[]>> = {
  conditions: [2, 1.2, 1.4, 1],
  statements: [1.4, 0.7, 2, 1.1, 1, 1],
  annotations: [2, 1, 1],
};

export function Sheet(props: SheetProps) {
  const { kind, tables, marks, readOnly, change, handle } = props;
  const words = useWords(editorWords);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<DataSheetGridRef>(null);
  const [chosen, setChosen] = useState<ChosenCell>();
  const rows = withSpareRows(kind, tables[kind]);
  const columns = useColumns(props, `${id}-said`);
  const { said, edit, paste } = useEdits(kind, rows, readOnly, change, grid);
  const acts = rowActs(kind, rows, chosen?.row, edit);
  useGridRoles(box, words.tables[kind], rows.length, headings[kind].length);
  useImperativeHandle(handle, () => ({
    goTo: (row, column) => grid.current?.setActiveCell({ row, col: column }),
  }));
  return (
    <Panel
      level={3}
      title={words.tables[kind]}
      aside={!readOnly && <RowButtons acts={acts} hasChosen={chosen !== undefined} />}
    >
      <p>{words.tableHelp[kind]}</p>
      <div
        ref={box}
        className={styles['sheet']}
        onPaste={paste}
        onMouseDown={(event) => {
          // The page around it would take the focus from the cell that the library has just chosen.
          if (!isTypedInto(event.target)) event.preventDefault();
        }}
        onBlur={({ relatedTarget }) => {
          // The library would go on to hear the keys that are meant for what has the focus now.
          const isWithin = !(relatedTarget instanceof Node) || box.current?.contains(relatedTarget);
          if (isWithin !== true) grid.current?.setActiveCell(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Delete' || !event.ctrlKey || isTypedInto(event.target)) return;
          event.preventDefault();
          event.stopPropagation();
          acts.remove();
        }}
      >
        <DynamicDataSheetGrid
          ref={grid}
          value={rows as Row[]}
          columns={columns}
          onChange={(next, [operation]) => {
            const row = operation?.type === 'UPDATE' ? operation.fromRowIndex : performance.now();
            edit(next, `${kind} ${String(row)} ${String(chosen?.column)}`);
          }}
          createRow={() => emptyRow(kind)}
          duplicateRow={({ rowData }) => [...rowData]}
          onActiveCellChange={({ cell }) => {
            if (cell !== null) setChosen({ row: cell.row, column: cell.col });
          }}
          gutterColumn={gutter}
          rowHeight={rowHeightPx}
          height={420}
          addRowsComponent={false}
          disableContextMenu
          disableExpandSelection
          lockRows={readOnly}
        />
      </div>
      <Said id={`${id}-said`} kind={kind} chosen={chosen} marks={marks} said={said} />
    </Panel>
  );
}

interface ChosenCell {
  readonly row: number;
  readonly column: number;
}

const gutter = {
  component: ({ rowIndex }: { readonly rowIndex: number }) => <>{rowIndex + 2}</>,
  basis: 44,
};

function useColumns({ kind, tables, dictionary, marks, readOnly }: SheetProps, problemId: string) {
  const words = useWords(editorWords);
  return useMemo(() => {
    const about = { kind, tables, dictionary, marks, readOnly, problemId };
    return headings[kind].map((heading, column) =>
      columnOf(about, column, (row) => words.cell(heading, String(row + 2))),
    );
  }, [kind, tables, dictionary, marks, readOnly, problemId, words]);
}

/** What is typed and pasted, and what there is to say of it. */
function useEdits(
  kind: TableKind,
  rows: readonly Row[],
  readOnly: boolean,
  change: SheetProps['change'],
  grid: RefObject<DataSheetGridRef | null>,
) {
  const words = useWords(editorWords);
  const { language } = usePreferences().preferences;
  const [said, setSaid] = useState<string>();
  const edit = (next: readonly Row[], at: string) => {
    setSaid(undefined);
    change(next, at);
  };
  const paste = (event: ClipboardEvent) => {
    const at = grid.current?.activeCell;
    if (at == null || readOnly || isTypedInto(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    const block = cellsOf(event.clipboardData.getData('text/plain'));
    const place = { row: at.row, column: at.col };
    const beyond = cellsBeyond(kind, place, block);
    edit(pasted(kind, rows, place, block), `paste ${String(performance.now())}`);
    const count = (of: number) => formatCount(of, language);
    setSaid(beyond > 0 ? words.beyond(count(beyond)) : words.pasted(count(block.length)));
  };
  return { said, edit, paste };
}

function RowButtons({
  acts,
  hasChosen,
}: {
  readonly acts: ReturnType<typeof rowActs>;
  readonly hasChosen: boolean;
}) {
  const words = useWords(editorWords);
  return (
    <>
      <Button onClick={acts.add}>{words.addRow}</Button>
      <Button onClick={acts.remove} disabled={!hasChosen}>
        {words.deleteRow}
      </Button>
    </>
  );
}

/** While somebody types into it, keys and clipboard are the field's own. */
function isTypedInto(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && !target.readOnly;
}

interface AboutColumns extends Pick<
  SheetProps,
  'kind' | 'tables' | 'dictionary' | 'marks' | 'readOnly'
> {
  readonly problemId: string;
}

function columnOf(
  { kind, tables, dictionary, marks, readOnly, problemId }: AboutColumns,
  column: number,
  labelFor: (rowIndex: number) => string,
): Partial<Column<Row, ColumnAbout>> {
  const problemsAt = (row: number) => marks.get(markKey({ table: kind, row, column })) ?? [];
  return {
    id: String(column),
    title: headings[kind][column],
    component: SheetCell,
    minWidth: 100,
    basis: 0,
    grow: widths[kind][column] ?? 1,
    disabled: readOnly,
    columnData: {
      column,
      labelFor,
      readOnly,
      choicesFor: (row) => choicesOf(kind, column, row, tables, dictionary),
      problemIdFor: (row) => (problemsAt(row).length > 0 ? problemId : undefined),
    },
    cellClassName: ({ rowIndex }) => {
      const [worst] = problemsAt(rowIndex);
      return worst === undefined ? undefined : styles[worst.severity];
    },
    copyValue: ({ rowData }) => rowData[column] ?? '',
    deleteValue: ({ rowData }) => rowData.with(column, ''),
    pasteValue: ({ rowData, value }) => rowData.with(column, value),
    isCellEmpty: ({ rowData }) => (rowData[column] ?? '') === '',
  };
}

function rowActs(
  kind: TableKind,
  rows: readonly Row[],
  chosenRow: number | undefined,
  edit: (rows: readonly Row[], at: string) => void,
) {
  const step = () => `row ${String(performance.now())}`;
  return {
    add: () => {
      const below = (chosenRow ?? rows.length - 1) + 1;
      edit(rows.toSpliced(below, 0, emptyRow(kind)), step());
    },
    remove: () => {
      if (chosenRow !== undefined) edit(rows.toSpliced(chosenRow, 1), step());
    },
  };
}

/** What is wrong with the chosen cell, or what has just happened. */
function Said({
  id,
  kind,
  chosen,
  marks,
  said,
}: {
  readonly id: string;
  readonly kind: TableKind;
  readonly chosen: { readonly row: number; readonly column: number } | undefined;
  readonly marks: CellMarks;
  readonly said: string | undefined;
}) {
  const [problem] =
    chosen === undefined ? [] : (marks.get(markKey({ table: kind, ...chosen })) ?? []);
  return (
    <p id={id} role="status" className={styles['said']}>
      {chosen !== undefined && problem !== undefined && (
        <>
          <b>{addressOf(chosen)}</b> {problem.message}. {problem.hint}{' '}
        </>
      )}
      {said}
    </p>
  );
}
