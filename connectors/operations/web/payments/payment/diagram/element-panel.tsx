/** One element: its times, its work and tries, what stood still, and what it set. */
import type { ExecutedElement } from '../../../api/types';
import { Button, Facts } from '../../../kit/parts';
import { Instant } from '../../../kit/values';
import { formatDuration } from '../../../words/formats';
import { useWords } from '../../../words/preferences';
import type { Chosen } from '../chosen';
import styles from '../payment.module.css';
import { useMessages, type PaymentAddress } from '../reads';
import { diagramWords } from '../words';
import { calledFrom, visitState, type Mark, type MarkState, type ShownProcess } from './execution';
import { Variables } from './variables';

interface PanelProps extends PaymentAddress {
  readonly elementId: string;
  /** Undefined: the payment has not come there. */
  readonly mark: Mark | undefined;
  readonly process: ShownProcess['process'];
  readonly processes: readonly ShownProcess[];
  readonly choose: (chosen: Chosen) => void;
  readonly open: (processInstanceKey: string) => void;
}

export function ElementPanel({
  elementId,
  mark,
  process: own,
  processes,
  choose,
  open,
  ...address
}: PanelProps) {
  const words = useWords(diagramWords);
  return (
    <section className={styles['stack']} aria-live="polite" aria-label={mark?.name ?? elementId}>
      <h3>{mark?.name ?? elementId}</h3>
      {mark === undefined ? (
        <p>{words.notExecuted}</p>
      ) : (
        <>
          {calledFrom(processes, mark).map(({ process }) => (
            <p key={process.processInstanceKey}>
              <Button onClick={() => open(process.processInstanceKey)}>
                {words.openCalled(process.bpmnProcessId)}
              </Button>
            </p>
          ))}
          {mark.visits.map((visit, at) => (
            <Visit
              key={visit.elementInstanceKey}
              of={visit}
              state={visitState(visit, own)}
              at={at}
              among={mark.visits.length}
            />
          ))}
          <Said {...address} mark={mark} choose={choose} />
        </>
      )}
    </section>
  );
}

function Visit({
  of,
  state,
  at,
  among,
}: {
  readonly of: ExecutedElement;
  readonly state: MarkState;
  readonly at: number;
  readonly among: number;
}) {
  const words = useWords(diagramWords);
  const { enteredAt, leftAt, durationMs, type, elementId, jobs, incidents, variables } = of;
  return (
    <div className={styles['stack']}>
      {among > 1 && <h4>{words.visit(String(at + 1), String(among))}</h4>}
      <Facts
        of={[
          [words.element, `${elementId} (${type})`],
          [words.state, words.states[state]],
          [words.entered, <Instant key="entered" at={enteredAt} />],
          [words.left, leftAt === undefined ? words.stillHere : <Instant key="left" at={leftAt} />],
          ...(durationMs === undefined ? [] : [[words.took, formatDuration(durationMs)] as const]),
        ]}
      />
      {incidents.length > 0 && <Incidents of={incidents} />}
      {jobs.length > 0 && <Jobs of={jobs} />}
      {variables.length > 0 && (
        <details>
          <summary>
            {words.variables} ({variables.length})
          </summary>
          <Variables of={variables} />
        </details>
      )}
    </div>
  );
}

function Incidents({ of }: { readonly of: ExecutedElement['incidents'] }) {
  const words = useWords(diagramWords);
  return (
    <ul className={styles['list']}>
      {of.map(({ incidentKey, errorType, raisedAt, endedAt, ended }) => (
        <li key={incidentKey} className={endedAt === undefined ? styles['bad'] : undefined}>
          {words.incidents}: {errorType}, <Instant at={raisedAt} />
          {ended === undefined || endedAt === undefined ? (
            <> · {words.open}</>
          ) : (
            <>
              {' '}
              · {words.ends[ended]} <Instant at={endedAt} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Jobs({ of }: { readonly of: ExecutedElement['jobs'] }) {
  const words = useWords(diagramWords);
  return (
    <div>
      <h4>{words.jobs}</h4>
      {of.map(({ jobKey, jobType, kind, tries }) => (
        <div key={jobKey}>
          <p className={styles['mono']}>
            {jobType}
            {kind !== 'BPMN_ELEMENT' && ` (${words.listener(kind)})`}
          </p>
          <ol>
            {tries.map(({ at, what, worker, retriesLeft, errorCode, message }) => (
              <li key={`${at} ${what}`}>
                <Instant at={at} />: <strong>{words.try[what]}</strong>
                {errorCode !== undefined && ` ${errorCode}`}
                {retriesLeft !== undefined && `, ${words.retriesLeft(String(retriesLeft))}`}
                {worker !== undefined && worker !== '' && ` (${worker})`}
                {message !== undefined && (
                  <p lang="en" className={styles['mono']}>
                    {message}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

/** What its work has said: known by the key of the job. */
function Said({
  mark,
  choose,
  ...address
}: PaymentAddress & { readonly mark: Mark; readonly choose: (chosen: Chosen) => void }) {
  const words = useWords(diagramWords);
  const keys = new Set(mark.visits.flatMap(({ jobs }) => jobs.map(({ jobKey }) => jobKey)));
  const { data } = useMessages(address, keys.size > 0);
  const said = (data?.sides.flatMap(({ messages }) => messages) ?? []).filter(
    ({ jobKey }) => jobKey !== undefined && keys.has(jobKey),
  );
  if (said.length === 0) return null;
  return (
    <div>
      <h4>{words.messages}</h4>
      <ul className={styles['list']}>
        {said.map(({ messageId, text }) => (
          <li key={messageId}>
            <Button look="link" onClick={() => choose({ what: 'message', messageId })}>
              {text}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
