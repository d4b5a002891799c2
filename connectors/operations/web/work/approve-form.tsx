/** The second person's own reason, and their yes: of one decision, or of many together. */
import { useState, type ReactNode } from 'react';
import { Button, ProblemNote } from '../kit/parts';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { Confirm, type ConfirmProps, NotArrived, NotSaid, ReasonFields, useWhy } from './deciding';
import { decisionWords } from './decision-words';
import { useDraft } from './use-draft';
import { useSending } from './use-sending';
import styles from './work.module.css';

/** To the letter what is sent, however often. */
interface Approval {
  /** Made here. */
  readonly id: string;
  readonly why: string;
  readonly count?: number;
}

/** What the person has read, and stays as it was read. */
type Reviewed = Pick<ApproveFormProps<unknown>, 'count' | 'sentence' | 'send'>;

interface ApproveFormProps<Done> {
  readonly tenant: string;
  /** What the draft is kept by. */
  readonly what: string;
  /** How many it is of, where it may be of several: what comes to wait after the review is not approved. */
  readonly count?: number;
  /** With the number or the sum. */
  readonly sentence: string;
  readonly send: string;
  readonly post: (approval: Approval) => Promise<Done>;
  readonly read: (id: string) => Promise<Done>;
  readonly done: (answer: Done) => void;
  readonly refused: () => void;
  /** Beside the button that goes on. */
  readonly aside?: ReactNode;
}

export function ApproveForm<Done>(props: ApproveFormProps<Done>) {
  const words = useWords(decisionWords);
  const kept = useDraft(props.tenant, props.what);
  const [reviewed, setReviewed] = useState<Reviewed>();
  const [isTold, setIsTold] = useState(false);
  const why = useWhy(kept.draft);
  const sending = useSending({
    kept,
    post: (body) => props.post(JSON.parse(body) as Approval),
    read: props.read,
    done: props.done,
    refused: () => {
      setReviewed(undefined);
      props.refused();
    },
  });
  if (kept.draft.sent !== null && !sending.isBusy) return <NotSaid sending={sending} />;
  if (reviewed !== undefined && why !== undefined) {
    const approval: Approval = { id: kept.draft.id, why, count: reviewed.count };
    return (
      <Reviewing
        {...{ reviewed, why, isBusy: sending.isBusy, now: props.count }}
        onSend={() => sending.send(JSON.stringify(approval))}
        onBack={() => setReviewed(undefined)}
      />
    );
  }
  return (
    <section className={styles['block']}>
      {sending.problem !== undefined && <ProblemNote of={sending.problem} isAct />}
      <NotArrived isShown={sending.isNotArrived} />
      <ReasonFields
        {...{ kept, isTold }}
        among={['records', 'account', 'byHand', 'agreed', 'mended', 'other']}
      />
      <div className={styles['buttons']}>
        <Button
          look="main"
          onClick={() => {
            setIsTold(true);
            const { count, sentence, send } = props;
            if (why !== undefined) setReviewed({ count, sentence, send });
          }}
        >
          {words.review}: {props.send}
        </Button>
        {props.aside}
      </div>
    </section>
  );
}

interface ReviewingProps extends Pick<ConfirmProps, 'why' | 'isBusy' | 'onSend' | 'onBack'> {
  readonly reviewed: Reviewed;
  /** How many it would be of now. */
  readonly now: number | undefined;
}

function Reviewing({ reviewed: { count, sentence, send }, now, ...props }: ReviewingProps) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const number = (of = 0) => formatCount(of, language);
  const isSame = count === now || props.isBusy;
  return (
    <Confirm
      {...props}
      sentence={<strong>{sentence}</strong>}
      send={send}
      hindrance={isSame ? undefined : words.countChanged(number(count), number(now))}
    />
  );
}
