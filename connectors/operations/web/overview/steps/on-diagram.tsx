/** The heat map on a diagram: at which of its elements payments are, and are lost. */
import { useMemo } from 'react';
import { Answered, Empty, Field, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { AsOf } from '../../kit/values';
import { useWords } from '../../words/preferences';
import { Choices } from '../choices';
import { ofSide, processesOf, type ProcessFigures, type ReportRow } from '../figures';
import styles from '../overview.module.css';
import { useReport } from '../read-report';
import type { ChosenRange } from '../use-range';
import { overviewWords } from '../words';
import { heatNames } from './heat';
import { keyOf } from './heated-elements';
import { HeatedProcess, useNameOf } from './heated-process';

interface OnDiagramProps extends PlaceProps {
  readonly chosen: ChosenRange;
}

export function OnDiagram({ tenant, chosen }: OnDiagramProps) {
  const words = useWords(overviewWords);
  const { from, to } = chosen.range;
  const read = useReport({ tenant, report: 'elements', from, to });
  return (
    <Panel title={words.diagramTitle} aside={<AsOf at={read.data?.asOf} />}>
      <p>{words.diagramHelp}</p>
      <p className={styles['quiet']}>{words.diagramOlder}</p>
      {read.isFetching && <p role="status">{words.counting}</p>}
      <Answered read={read}>{({ rows }) => <Processes {...{ tenant, chosen, rows }} />}</Answered>
    </Panel>
  );
}

interface ProcessesProps extends OnDiagramProps {
  readonly rows: readonly ReportRow[];
}

function Processes({ tenant, chosen, rows }: ProcessesProps) {
  const words = useWords(overviewWords);
  const { range, side, query, change } = chosen;
  const processes = useMemo(() => processesOf(ofSide(rows, side)), [rows, side]);
  const process = processes.find((one) => keyOf(one) === query.get('process')) ?? processes[0];
  const heat = heatNames.find((one) => one === query.get('figure')) ?? 'wentThrough';
  if (process === undefined) return <Empty>{words.noElements}</Empty>;
  return (
    <>
      <div className={styles['range']}>
        <ProcessChooser {...{ processes, process }} choose={(key) => change({ process: key })} />
        <Choices
          title={words.tinted}
          choices={heatNames.map((name) => ({ name, title: words[name] }))}
          chosen={heat}
          choose={(figure) => change({ figure })}
        />
      </div>
      <HeatedProcess key={keyOf(process)} {...{ shown: { tenant, side, range }, process, heat }} />
    </>
  );
}

interface ChooserProps {
  readonly processes: readonly ProcessFigures[];
  readonly process: ProcessFigures;
  readonly choose: (key: string) => void;
}

function ProcessChooser({ processes, process, choose }: ChooserProps) {
  const words = useWords(overviewWords);
  const nameOf = useNameOf();
  const hasOneEngine = new Set(processes.map(({ engine }) => engine)).size === 1;
  const titleOf = (one: ProcessFigures) =>
    hasOneEngine ? nameOf(one) : `${nameOf(one)} ${words.onEngine(one.engine)}`;
  return (
    <Field label={words.process}>
      {(about) => (
        <select {...about} value={keyOf(process)} onChange={({ target }) => choose(target.value)}>
          {processes.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {titleOf(one)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
