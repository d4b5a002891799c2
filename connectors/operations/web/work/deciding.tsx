/** What every decision is asked for with: a reason, a look back, and what is said while no answer has come. */
import { useState, type ReactNode } from 'react';
import { Button, Field, Note, ProblemNote } from '../kit/parts';
import { useWords } from '../words/preferences';
import { decisionWords } from './decision-words';
import { isBegun, whyMax, whyOf, type Draft } from './draft';
import { Heading } from './heading';
import type { KeptDraft } from './use-draft';
import type { Sending } from './use-sending';
import styles from './work.module.css';

export type ReasonName = 'records' | 'account' | 'byHand' | 'agreed' | 'mended' | 'other';

/** As it is kept with the decision. Undefined: it is missing, or too long. */
export function useWhy({ reason, text }: Draft): string | undefined {
  const { reasonTexts } = useWords(decisionWords);
  const title = Object.entries(reasonTexts).find(([name]) => name === reason)?.[1];
  if (reason === '') return undefined;
  const why = whyOf(title, text);
  return why !== undefined && why.length <= whyMax ? why : undefined;
}

export function ReasonFields({
  kept: { draft, change },
  among,
  isTold,
}: {
  readonly kept: KeptDraft;
  readonly among: readonly ReasonName[];
  /** What is missing is told once somebody has tried to go on. */
  readonly isTold: boolean;
}) {
  const words = useWords(decisionWords);
  const why = useWhy(draft);
  const isTooLong = draft.text.length > whyMax - 60 && why === undefined;
  const missing = isTold && why === undefined && !isTooLong ? words.reasonMissing : undefined;
  return (
    <>
      <Field label={words.reason} error={missing}>
        {(about) => (
          <select
            {...about}
            value={draft.reason}
            onChange={(event) => change({ reason: event.target.value })}
          >
            <option value="">{words.pick}</option>
            {among.map((name) => (
              <option key={name} value={name}>
                {words.reasons[name]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={words.more}
        hint={words.moreHint}
        error={isTooLong ? words.tooLong(whyMax) : undefined}
      >
        {(about) => (
          <textarea
            {...about}
            rows={3}
            value={draft.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

export interface ConfirmProps {
  /** In one sentence, with the sum or the number. */
  readonly sentence: ReactNode;
  readonly why: string;
  readonly send: string;
  readonly isBusy: boolean;
  /** It cannot be sent so any more. */
  readonly hindrance?: string | undefined;
  readonly onSend: () => void;
  readonly onBack: () => void;
}

/** Nothing in it is sent by a key that was meant for something else, nor by a second click: first it has to be ticked. */
export function Confirm(props: ConfirmProps) {
  const words = useWords(decisionWords);
  const [isTicked, setIsTicked] = useState(false);
  return (
    <section className={styles['confirm']}>
      <Heading>{words.confirmTitle}</Heading>
      <div className={styles['sentence']}>{props.sentence}</div>
      <p>
        {words.because}: {props.why}
      </p>
      {props.hindrance === undefined ? (
        <label className={styles['tick']}>
          <input
            type="checkbox"
            checked={isTicked}
            disabled={props.isBusy}
            onChange={(event) => setIsTicked(event.target.checked)}
          />{' '}
          {words.confirmed}
        </label>
      ) : (
        <p role="alert">{props.hindrance}</p>
      )}
      <div className={styles['buttons']}>
        <Button disabled={props.isBusy} onClick={props.onBack}>
          {words.back}
        </Button>
        <Button
          look="main"
          disabled={!isTicked || props.isBusy || props.hindrance !== undefined}
          onClick={props.onSend}
        >
          {props.isBusy ? words.sending : words.send(props.send)}
        </Button>
      </div>
    </section>
  );
}

/** It was sent, and nobody has said what became of it. */
export function NotSaid({ sending }: { readonly sending: Sending }) {
  const words = useWords(decisionWords);
  const { problem, isBusy } = sending;
  return (
    <section className={styles['confirm']} role="alert">
      {problem !== undefined && <ProblemNote of={problem} isAct />}
      <p>{isBusy ? words.sending : words.notSaid}</p>
      <div className={styles['buttons']}>
        <Button disabled={isBusy} onClick={sending.look}>
          {words.lookWhether}
        </Button>
        <Button look="main" disabled={isBusy} onClick={sending.sendAgain}>
          {words.sendAgain}
        </Button>
      </div>
    </section>
  );
}

/** To the review, or away with what was typed. */
export function GoOn({
  kept,
  title,
  isOpen,
  onReview,
}: {
  readonly kept: KeptDraft;
  readonly title: string;
  readonly isOpen: boolean;
  readonly onReview: () => void;
}) {
  const words = useWords(decisionWords);
  return (
    <>
      <div className={styles['buttons']}>
        <Button look="main" disabled={!isOpen} onClick={onReview}>
          {title}
        </Button>
        {isBegun(kept.draft) && (
          <Button look="link" onClick={kept.drop}>
            {words.drop}
          </Button>
        )}
      </div>
      <KeptNote kept={kept} />
    </>
  );
}

/** It was not done, for certain; what was typed is still there. */
export function Refused({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const words = useWords(decisionWords);
  return (
    <Note tone="bad" role="alert">
      <h3>{title}</h3>
      {children}
      <p>{words.draftKept}</p>
    </Note>
  );
}

/** Whether a reload leaves what was typed. */
function KeptNote({ kept: { isKept } }: { readonly kept: KeptDraft }) {
  const words = useWords(decisionWords);
  if (!isKept) return <p role="alert">{words.draftNotKept}</p>;
  return <p className={styles['quiet']}>{words.draftHint}</p>;
}

export function NotArrived({ isShown }: { readonly isShown: boolean }) {
  const words = useWords(decisionWords);
  return <div role="status">{isShown && <p>{words.notArrived}</p>}</div>;
}
