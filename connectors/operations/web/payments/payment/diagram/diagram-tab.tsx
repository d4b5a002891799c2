/** By which processes a payment ran, in which version, and what each element did. */
import { useState } from 'react';
import { ApiProblem } from '../../../api/problem';
import type { Elements } from '../../../api/types';
import { Answered, Empty, Field, ProblemNote, Reading } from '../../../kit/parts';
import { formatInstant } from '../../../words/formats';
import { usePreferences, useWords } from '../../../words/preferences';
import type { Chosen } from '../chosen';
import type { PaymentAddress } from '../reads';
import { placeOfEvent, type Place } from '../timeline';
import { diagramWords, paymentWords } from '../words';
import styles from './diagram.module.css';
import { ElementPanel } from './element-panel';
import { ElementList, Legend } from './element-list';
import { firstShown, marksOf, shownProcesses, type ShownProcess } from './execution';
import { PlainDiagrams } from './plain-diagrams';
import { useDiagram } from './use-diagram';
import { lazyView } from '../../../kit/lazy-view';

const ExecutedCanvas = lazyView(async () => ({
  default: (await import('./executed-canvas')).ExecutedCanvas,
}));

interface TabProps extends PaymentAddress {
  readonly read: {
    readonly data: Elements | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly chosen: Chosen | undefined;
  readonly choose: (chosen: Chosen) => void;
}

export default function DiagramTab({ read, chosen, choose, ...address }: TabProps) {
  if (read.error instanceof ApiProblem && read.error.status === 410) {
    return <PlainDiagrams {...address} detail={read.error.message} />;
  }
  return (
    <Answered read={read}>
      {(elements) => <Executed {...address} elements={elements} chosen={chosen} choose={choose} />}
    </Answered>
  );
}

interface ExecutedProps extends PaymentAddress {
  readonly elements: Elements;
  readonly chosen: Chosen | undefined;
  readonly choose: (chosen: Chosen) => void;
}

function Executed({ elements, chosen, choose, ...address }: ExecutedProps) {
  const words = useWords(diagramWords);
  const processes = shownProcesses(elements);
  const place = placeOf(elements, chosen);
  const wanted = chosen?.what === 'process' ? chosen.processInstanceKey : place?.processInstanceKey;
  const shown =
    processes.find(({ process }) => process.processInstanceKey === wanted) ?? firstShown(processes);
  if (shown === undefined) return <Empty>{words.noDiagram}</Empty>;
  const { processInstanceKey } = shown.process;
  const missing = elements.sides.flatMap(({ notKept }) => notKept?.processInstanceKeys ?? []);
  const open = (key: string) => choose({ what: 'process', processInstanceKey: key });
  return (
    <>
      {missing.length > 0 && <p>{words.notKept(String(missing.length))}</p>}
      {chosen?.what === 'event' && place === undefined && <p role="status">{words.stepNotHere}</p>}
      <ProcessChooser processes={processes} shown={shown} choose={open} />
      <div className={styles['layout']}>
        <Drawn
          {...address}
          shown={shown}
          chosen={place?.elementId}
          choose={(elementId) => choose({ what: 'element', processInstanceKey, elementId })}
        />
        <Beside
          {...address}
          processes={processes}
          shown={shown}
          chosen={place?.elementId}
          choose={choose}
          open={open}
        />
      </div>
    </>
  );
}

/** Undefined: nothing is chosen, or nothing that stands on a diagram. */
function placeOf(elements: Elements, chosen: Chosen | undefined): Place | undefined {
  if (chosen?.what === 'event') return placeOfEvent(elements, chosen.eventId);
  return chosen?.what === 'element' ? chosen : undefined;
}

function ProcessChooser({
  processes,
  shown,
  choose,
}: {
  readonly processes: readonly ShownProcess[];
  readonly shown: ShownProcess;
  readonly choose: (processInstanceKey: string) => void;
}) {
  const words = useWords(diagramWords);
  const { sides } = useWords(paymentWords);
  const { preferences } = usePreferences();
  const title = ({ process, side, depth, calledBy }: ShownProcess) =>
    [
      `${'  '.repeat(depth)}${words.version(process.bpmnProcessId, String(process.version))}`,
      sides[side ?? 'none'],
      ...(calledBy === undefined ? [] : [words.calledFrom(calledBy)]),
      words.again(formatInstant(Date.parse(process.startedAt), preferences)),
    ].join(' · ');
  return (
    <Field label={words.process}>
      {(about) => (
        <select
          {...about}
          value={shown.process.processInstanceKey}
          onChange={({ target }) => choose(target.value)}
        >
          {processes.map((one) => (
            <option key={one.process.processInstanceKey} value={one.process.processInstanceKey}>
              {title(one)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DrawnProps extends PaymentAddress {
  readonly shown: ShownProcess;
  readonly chosen: string | undefined;
  readonly choose: (elementId: string) => void;
}

function Drawn({ tenant, transactionId, shown, chosen, choose }: DrawnProps) {
  const { engine, process } = shown;
  const diagram = useDiagram({ tenant, transactionId }, engine, process.processDefinitionKey);
  const [marks, setMarks] = useState(() => ({ of: process, marks: marksOf(process) }));
  // The same marks for the same process: the canvas is not drawn anew for nothing.
  if (marks.of !== process) setMarks({ of: process, marks: marksOf(process) });
  if (diagram.error !== null) return <ProblemNote of={diagram.error} />;
  if (diagram.data === undefined) return <Reading />;
  return (
    <div>
      <ExecutedCanvas
        xml={diagram.data}
        name={process.bpmnProcessId}
        marks={marks.marks}
        flows={process.flows}
        chosen={chosen}
        choose={choose}
      />
      <Legend />
    </div>
  );
}

interface BesideProps extends PaymentAddress {
  readonly processes: readonly ShownProcess[];
  readonly shown: ShownProcess;
  readonly chosen: string | undefined;
  readonly choose: (chosen: Chosen) => void;
  readonly open: (processInstanceKey: string) => void;
}

function Beside({ processes, shown, chosen, choose, open, ...address }: BesideProps) {
  const { process } = shown;
  const { processInstanceKey } = process;
  const marks = marksOf(process);
  const mark = marks.find(({ elementId }) => elementId === chosen);
  return (
    <div className={styles['scroll']}>
      {chosen !== undefined && (
        <ElementPanel
          {...address}
          key={chosen}
          elementId={chosen}
          mark={mark}
          process={process}
          processes={processes}
          choose={choose}
          open={open}
        />
      )}
      <ElementList
        marks={marks}
        chosen={chosen}
        setFromOutside={process.setFromOutside}
        choose={(elementId) => choose({ what: 'element', processInstanceKey, elementId })}
      />
    </div>
  );
}
