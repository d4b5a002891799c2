/** What a payment has done to accounts, in words: from what the hub has asked of the account system. */
import type { Message, PaymentSide, Story } from '../../../api/types';
import { Answered, Button, Facts } from '../../../kit/parts';
import { Badge, Instant, type Tone } from '../../../kit/values';
import { formatCount, formatDuration } from '../../../words/formats';
import { usePreferences, useWords } from '../../../words/preferences';
import type { Chosen } from '../chosen';
import styles from '../payment.module.css';
import { useMessages, type PaymentAddress } from '../reads';
import { accountWords, paymentWords } from '../words';
import { askedOf, changesAccount, effectOf, type Asked, type Effect } from './account';

interface TabProps extends PaymentAddress {
  readonly story: Story;
  readonly choose: (chosen: Chosen) => void;
}

export default function AccountTab({ story, choose, ...address }: TabProps) {
  const words = useWords(accountWords);
  const read = useMessages(address);
  return (
    <div className={styles['stack']}>
      <Answered read={read}>
        {({ sides }) => (
          <>
            {story.sides.map((side) => (
              <SideOf
                key={side.side}
                of={side}
                messages={(sides.find((one) => one.side === side.side)?.messages ?? []).filter(
                  ({ peer }) => peer === 'fineract',
                )}
                choose={choose}
              />
            ))}
          </>
        )}
      </Answered>
      <p className={styles['quiet']}>{words.onlyHub}</p>
    </div>
  );
}

interface Request {
  readonly message: Message;
  readonly asked: Asked;
}

function SideOf({
  of: { side, facts },
  messages,
  choose,
}: {
  readonly of: PaymentSide;
  readonly messages: readonly Message[];
  readonly choose: (chosen: Chosen) => void;
}) {
  const words = useWords(accountWords);
  const { sides, verdicts, onWordOf } = useWords(paymentWords);
  const { language } = usePreferences().preferences;
  const { hold, verdict } = facts;
  const requests = messages.map((message) => ({
    ...{ message, asked: askedOf(side ?? 'payer', message) },
  }));
  const changes = requests.filter(({ asked }) => changesAccount(asked));
  const looks = requests.filter(({ asked }) => !changesAccount(asked));
  return (
    <section>
      <h3>{sides[side ?? 'none']}</h3>
      <Facts
        of={[
          [words.hold, hold === undefined ? words.noHold : words.held[hold.state]],
          [
            words.verdict,
            verdict === undefined
              ? words.noVerdict
              : `${verdicts[verdict.state]}, ${onWordOf[verdict.onWordOf]}`,
          ],
        ]}
      />
      <p className={styles['sub']}>{words.intro(sides[side ?? 'none'])}</p>
      {changes.length === 0 ? (
        <p className={styles['quiet']}>{words.none}</p>
      ) : (
        <Requests of={changes} choose={choose} />
      )}
      {looks.length > 0 && (
        <details className={styles['sub']}>
          <summary>{words.looks(formatCount(looks.length, language))}</summary>
          <Requests of={looks} choose={choose} />
        </details>
      )}
    </section>
  );
}

const tones: Readonly<Record<Effect, Tone>> = {
  done: 'good',
  refused: 'warning',
  'already-asked': 'warning',
  unknown: 'bad',
  read: 'quiet',
  'not-read': 'warning',
};

function Requests({
  of,
  choose,
}: {
  readonly of: readonly Request[];
  readonly choose: (chosen: Chosen) => void;
}) {
  const words = useWords(accountWords);
  return (
    <ol className={styles['list']}>
      {of.map(({ message, asked }) => {
        const { messageId, at, tookMs, status } = message;
        const effect = effectOf(asked, message);
        return (
          <li key={messageId} className={styles['row']}>
            <strong>{words.did[asked]}</strong>
            <Badge tone={tones[effect]}>{words.effects[effect]}</Badge>
            <span className={styles['when']}>
              <Instant at={at} /> · {formatDuration(tookMs)}
              {status !== undefined && ` · ${String(status)}`}
            </span>
            <Button look="link" onClick={() => choose({ what: 'message', messageId })}>
              {words.openMessage}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}
