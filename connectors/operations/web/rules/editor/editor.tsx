/** The sheet and the text of rules under work: one thing, of which either can be edited. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button, Note, Panel } from '../../kit/parts';
import { keepStored } from '../../kit/stored';
import { useWords } from '../../words/preferences';
import { feeRulesKey, readDictionary, type RuleProblem } from '../api';
import styles from '../rules.module.css';
import { Trial } from '../trial/trial';
import { EditorBar } from './bar';
import { laggingForm, type Draft, type Lead } from './draft';
import { DraftDialog } from './draft-dialog';
import { cellMarks, cellOf } from './marks';
import { Problems } from './problems';
import { Sheet, type SheetHandle } from './sheet';
import { tableKinds, type TableKind } from './tables';
import { TextPane, type TextHandle } from './text-pane';
import { useRulesInWork, type RulesInWork } from './use-rules-in-work';
import { Vocabulary } from './vocabulary';
import { editorWords } from './words';

export default function Editor({
  tenant,
  start,
  storedAs,
  from,
}: {
  readonly tenant: string;
  readonly start: Draft;
  readonly storedAs: string;
  readonly from: string | undefined;
}) {
  const words = useWords(editorWords);
  const [, go] = useLocation();
  const work = useRulesInWork(start, storedAs, from);
  const { draft, change } = work;
  const [isDrafting, setIsDrafting] = useState(false);
  const text = useRef<TextHandle>(null);
  const sheets = useRef(new Map<TableKind, SheetHandle>());
  const goTo = (problem: RuleProblem) => {
    const cell = cellOf(problem);
    if (cell === undefined) text.current?.goTo(problem);
    else sheets.current.get(cell.table)?.goTo(cell.row, cell.column);
  };
  return (
    <div className={styles['stack']} onKeyDown={stepKeys(change)}>
      <EditorBar work={work} makeDraft={() => setIsDrafting(true)} />
      <div className={styles['both']}>
        <Sheets tenant={tenant} work={work} sheets={sheets} />
        <div className={styles['beside']}>
          <Panel title={words.text}>
            <Lag work={work} of="text" />
            <TextPane
              handle={text}
              text={draft.text}
              problems={draft.told?.problemsInText ?? []}
              readOnly={laggingForm(draft) === 'text'}
              change={(next) => change({ kind: 'text', text: next })}
            />
          </Panel>
          <Problems work={work} goTo={goTo} />
        </div>
      </div>
      <Panel title={words.tryIt}>
        <Trial
          tenant={tenant}
          rules={draft.text}
          isReady={draft.isTold && draft.told?.ruleSetId != null}
        />
      </Panel>
      {isDrafting && (
        <DraftDialog
          tenant={tenant}
          text={draft.text}
          title={draft.title}
          close={() => setIsDrafting(false)}
          drafted={(id) => {
            keepStored('tab', storedAs, undefined);
            go(`/versions/${id}`);
          }}
        />
      )}
    </div>
  );
}

/** Ctrl+Z and Ctrl+Y, wherever the focus is. */
function stepKeys(change: RulesInWork['change']) {
  return (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || isOwnField(event.target)) return;
    const step = stepOf(event);
    if (step === undefined) return;
    event.preventDefault();
    change({ kind: step });
  };
}

/** A field that is typed into takes its own steps back. */
function isOwnField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && !target.readOnly;
}

function stepOf({ key, shiftKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' ? 'redo' : undefined;
}

function Sheets({
  tenant,
  work: { draft, change, ...work },
  sheets,
}: {
  readonly tenant: string;
  readonly work: RulesInWork;
  readonly sheets: React.RefObject<Map<TableKind, SheetHandle>>;
}) {
  const words = useWords(editorWords);
  const { data: dictionary } = useQuery({
    queryKey: feeRulesKey(tenant, 'dictionary'),
    queryFn: readDictionary,
    staleTime: Infinity,
  });
  const [marked, setMarked] = useState(() => marksOf(draft));
  if (marked.told !== draft.told) setMarked(marksOf(draft));
  return (
    <section className={styles['stack']} aria-label={words.sheet}>
      <p>{words.keysHelp}</p>
      <Lag work={{ draft, change, ...work }} of="tables" />
      {tableKinds.map((kind) => (
        <Sheet
          key={kind}
          kind={kind}
          tables={draft.tables}
          dictionary={dictionary}
          marks={marked.marks}
          readOnly={laggingForm(draft) === 'tables'}
          change={(rows, at) => change({ kind: 'table', table: kind, rows, at })}
          handle={(handle) => {
            if (handle !== null) sheets.current.set(kind, handle);
          }}
        />
      ))}
      <Vocabulary dictionary={dictionary} />
    </section>
  );
}

function marksOf({ told }: Draft) {
  return { told, marks: cellMarks(told?.problemsInTables ?? []) };
}

/** Says that a form does not follow, and why. */
function Lag({
  work: { draft, change },
  of,
}: {
  readonly work: Pick<RulesInWork, 'draft' | 'change'>;
  readonly of: Lead;
}) {
  const words = useWords(editorWords);
  return (
    <div role="status">
      {laggingForm(draft) === of && (
        <Note tone="warning">
          <p>{of === 'text' ? words.textLags : words.tablesLag}</p>
          <Button onClick={() => change({ kind: 'lead', lead: of })}>
            {of === 'text' ? words.takeText : words.takeTables}
          </Button>
        </Note>
      )}
    </div>
  );
}
