/** What may be done now about one side of a payment. It is done in Work, where whoever takes it is seen by all. */
import { Link } from 'wouter';
import type { PaymentSide, Work } from '../../api/types';
import { nameOfDecision, useDecisionNames } from '../../kit/decision-state';
import { Note } from '../../kit/parts';
import { Age } from '../../kit/values';
import { useWords } from '../../words/preferences';
import { waitingOf, type Waiting } from './what-waits';
import styles from './payment.module.css';
import { paymentWords } from './words';

export function ToDo({
  tenant,
  transactionId,
  side,
  work,
}: {
  readonly tenant: string;
  readonly transactionId: string;
  readonly side: PaymentSide;
  readonly work: Work | undefined;
}) {
  const words = useWords(paymentWords);
  const waiting = waitingOf(tenant, transactionId, side, work);
  return (
    <section className={styles['sub']} aria-live="polite">
      <h3>{words.toDo}</h3>
      {waiting.length === 0 && <p className={styles['quiet']}>{words.nothingToDo}</p>}
      {waiting.map((one) => (
        <Note key={one.what} tone="warning">
          {one.what === 'decision' ? <Decision of={one} /> : <Incident of={one} />}
          <Link href={one.address}>{words.decideHere}</Link>
        </Note>
      ))}
    </section>
  );
}

function Decision({ of: { row } }: { readonly of: Extract<Waiting, { what: 'decision' }> }) {
  const words = useWords(paymentWords);
  const names = useDecisionNames();
  if (row === undefined) return <p>{words.notInList}</p>;
  const offered = row.choices.filter(({ isOffered }) => isOffered);
  const { decided, owner } = row;
  return (
    <>
      <p>
        <strong>{row.sentence}</strong>
      </p>
      <p>{row.whatToDo}</p>
      {decided?.decision !== undefined && (
        <p>{words.beingDone(nameOfDecision(names, decided.decision))}</p>
      )}
      {offered.length > 0 && (
        <>
          <p>{words.choices}:</p>
          <ul>
            {offered.map(({ decision, consequence }) => (
              <li key={decision}>
                <strong>{names[decision]}</strong>: {consequence}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles['row']}>
        <span>
          {words.waitsSince} <Age since={row.since} />
        </span>
        <span>{owner === null ? words.nobodys : words.takenBy(owner.name)}</span>
      </p>
    </>
  );
}

function Incident({ of: { takenBy } }: { readonly of: Extract<Waiting, { what: 'incident' }> }) {
  const words = useWords(paymentWords);
  return (
    <>
      <p>
        <strong>{words.stillIncident}</strong>
      </p>
      {takenBy.length > 0 && <p>{words.takenBy(takenBy.join(', '))}</p>}
    </>
  );
}
