/** Choosing, saying why, looking back, sending: in this order, and only the last of it moves anything. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, operations } from '../api/clients';
import type { ApiProblem } from '../api/problem';
import type { Choice, DecisionWord, PaymentRow } from '../api/types';
import { useDecisionNames } from '../kit/decision-state';
import { ProblemNote } from '../kit/parts';
import { formatMoney } from '../words/formats';
import { kitWords } from '../kit/words';
import { usePreferences, useWords } from '../words/preferences';
import {
  Confirm,
  GoOn,
  NotArrived,
  NotSaid,
  ReasonFields,
  Refused,
  useWhy,
  type ReasonName,
} from './deciding';
import { decisionWords } from './decision-words';
import { isBegun } from './draft';
import { Heading } from './heading';
import { readDecision } from './reads';
import { changesBetween, seenOf } from './rows';
import { useDraft, type KeptDraft } from './use-draft';
import { useSending } from './use-sending';
import { workWords } from './words';
import styles from './work.module.css';

interface FormProps {
  readonly tenant: string;
  readonly row: PaymentRow;
  /** This person may decide it now. */
  readonly isOpen: boolean;
  /** When it was told as it is shown. */
  readonly told: string;
  readonly onDone: (decisionId: string) => void;
}

const reasonNames: readonly ReasonName[] = ['records', 'account', 'byHand', 'agreed', 'other'];

/** What can be asked for with it stands in the API's document. */
interface Body {
  readonly decisionId: string;
  readonly side: PaymentRow['side'];
  readonly transferId: string;
  readonly decision: DecisionWord;
  readonly why: string;
  readonly basis: string;
}

export function DecisionForm({ tenant, row, isOpen, told, onDone }: FormProps) {
  const kept = useDraft(tenant, row.matterKey);
  const queries = useQueryClient();
  // As it was when it was looked back at: what is sent is held to that, and no newer state slips under it.
  const [reviewed, setReviewed] = useState<PaymentRow>();
  const [isBack, setIsBack] = useState(false);
  const [refusal, setRefusal] = useState<{ problem: ApiProblem; before: PaymentRow }>();
  const sending = useSending({
    kept,
    post: (body) => {
      const params = { path: { tenant } };
      const sent = JSON.parse(body) as Body;
      return dataOf(operations.POST('/tenants/{tenant}/decisions', { params, body: sent }));
    },
    read: (id) => readDecision(tenant, id),
    done: ({ decisionId }) => {
      void queries.invalidateQueries({ queryKey: [tenant, 'work'] });
      onDone(decisionId);
    },
    refused: (problem) => {
      if (problem.status === 409) {
        setRefusal({ problem, before: reviewed ?? row });
        void queries.invalidateQueries({ queryKey: [tenant, 'work'] });
      }
      setReviewed(undefined);
    },
  });
  const isSent = kept.draft.sent !== null;
  if (isSent && reviewed === undefined) return <NotSaid sending={sending} />;
  if (reviewed !== undefined) {
    if (isSent && !sending.isBusy) return <NotSaid sending={sending} />;
    return (
      <Review
        {...{ kept, reviewed, row, isOpen }}
        isBusy={sending.isBusy}
        send={(why) => {
          const { side, transferId, toldAt: basis } = reviewed;
          const { id: decisionId, choice: decision } = kept.draft;
          const body = { decisionId, side, transferId, decision, why, basis };
          sending.send(JSON.stringify(body));
        }}
        back={() => setReviewed(undefined)}
      />
    );
  }
  return (
    <>
      {refusal !== undefined && <Refusal {...refusal} now={row} told={told} />}
      {refusal === undefined && sending.problem !== undefined && (
        <ProblemNote of={sending.problem} isAct />
      )}
      <NotArrived isShown={sending.isNotArrived} />
      {(isOpen || isBegun(kept.draft)) && (
        <Editing
          {...{ kept, row, isOpen, isBack }}
          review={() => {
            setIsBack(true);
            setRefusal(undefined);
            setReviewed(row);
          }}
        />
      )}
    </>
  );
}

interface EditingProps {
  readonly kept: KeptDraft;
  readonly row: PaymentRow;
  readonly isOpen: boolean;
  /** From looking back at it. */
  readonly isBack: boolean;
  readonly review: () => void;
}

function Editing({ kept, row, isOpen, isBack, review }: EditingProps) {
  const words = useWords(decisionWords);
  const [isTold, setIsTold] = useState(false);
  const why = useWhy(kept.draft);
  const { draft, change } = kept;
  // What the switch answers by itself is asked for above.
  const choices = row.choices.filter(({ decision }) => decision !== 'ask-again');
  const offered = choices.filter(({ isOffered }) => isOffered);
  const chosen = offered.find(({ decision }) => decision === draft.choice);
  return (
    <section className={styles['block']}>
      {isBack ? <Heading>{words.choose}</Heading> : <h3>{words.choose}</h3>}
      {offered.length === 0 && <p>{words.nothingOffered}</p>}
      <Choices {...{ offered }} chosen={draft.choice} choose={(choice) => change({ choice })} />
      {isTold && chosen === undefined && (
        <p role="alert" className={styles['wrong']}>
          {words.choiceMissing}
        </p>
      )}
      <NotOffered choices={choices.filter(({ isOffered }) => !isOffered)} />
      <ReasonFields kept={kept} among={reasonNames} isTold={isTold} />
      <GoOn
        {...{ kept, isOpen, title: words.review }}
        onReview={() => {
          setIsTold(true);
          if (chosen !== undefined && why !== undefined) review();
        }}
      />
    </section>
  );
}

function Choices({
  offered,
  chosen,
  choose,
}: {
  readonly offered: readonly Choice[];
  readonly chosen: string;
  readonly choose: (decision: string) => void;
}) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  return (
    <fieldset className={styles['choices']}>
      <legend>{words.decision}</legend>
      {offered.map(({ decision, consequence }) => (
        <label key={decision}>
          <input
            type="radio"
            name="decision"
            value={decision}
            checked={chosen === decision}
            onChange={() => choose(decision)}
          />
          <span>
            <strong>{names[decision]}</strong>
            <br />
            {consequence}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function NotOffered({ choices }: { readonly choices: readonly Choice[] }) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  if (choices.length === 0) return null;
  return (
    <details>
      <summary>{words.notOffered}</summary>
      <dl className={styles['notOffered']}>
        {choices.map(({ decision, whyNot }) => (
          <div key={decision}>
            <dt>{names[decision]}</dt>
            <dd>{whyNot}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface ReviewProps {
  readonly kept: KeptDraft;
  readonly reviewed: PaymentRow;
  readonly row: PaymentRow;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly send: (why: string) => void;
  readonly back: () => void;
}

function Review({ kept, reviewed, row, isOpen, isBusy, send, back }: ReviewProps) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  const kit = useWords(kitWords);
  const { language } = usePreferences().preferences;
  const why = useWhy(kept.draft) ?? '';
  const chosen = reviewed.choices.find(({ decision }) => decision === kept.draft.choice);
  const { amount, toldAt } = reviewed;
  const sum = amount === null ? kit.amountUnknown : formatMoney(amount, language);
  const name = chosen === undefined ? '' : names[chosen.decision];
  return (
    <Confirm
      sentence={
        <>
          <strong>{name}</strong>, <strong>{sum}</strong>: {chosen?.consequence}
        </>
      }
      {...{ why, isBusy }}
      send={name}
      hindrance={(row.toldAt === toldAt && isOpen) || isBusy ? undefined : words.movedOn}
      onSend={() => send(why)}
      onBack={back}
    />
  );
}

/** What the person saw, and how it stands now. */
function Refusal({
  problem,
  before,
  now,
  told,
}: {
  readonly problem: ApiProblem;
  readonly before: PaymentRow;
  readonly now: PaymentRow;
  readonly told: string;
}) {
  const words = useWords(decisionWords);
  const decisionNames = useDecisionNames();
  const { verdicts, reasons } = useWords(workWords);
  const names: Readonly<Record<string, string>> = { ...verdicts, ...reasons, ...decisionNames };
  const shown = (fact: string) => (fact === '' ? words.nothing : (names[fact] ?? fact));
  const changes = changesBetween(seenOf(before), seenOf(now));
  const isAnew = before.toldAt !== now.toldAt;
  return (
    <Refused title={isAnew || changes.length > 0 ? words.changedTitle : words.refusedTitle}>
      <p>{problem.detail ?? problem.title}</p>
      {changes.length > 0 && (
        <>
          <p>{words.changed}:</p>
          <ul>
            {changes.map(({ fact, before: was, now: is }) => (
              <li key={fact}>
                {words.changedFacts[fact]}: {shown(was)} → <strong>{shown(is)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {isAnew && (
        <p>
          {told}: {words.toldAnew}
        </p>
      )}
    </Refused>
  );
}
