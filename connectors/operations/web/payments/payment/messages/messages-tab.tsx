/** What was said of a payment to switch, account system and app. */
import type { Message } from '../../../api/types';
import { Answered, Button, Empty } from '../../../kit/parts';
import { Table } from '../../../kit/table';
import { Instant } from '../../../kit/values';
import { formatDuration } from '../../../words/formats';
import { useWords } from '../../../words/preferences';
import type { Chosen } from '../chosen';
import styles from '../payment.module.css';
import { useMessages, type PaymentAddress, type SideMessages } from '../reads';
import { messageWords, paymentWords } from '../words';
import { OpenedMessage } from './opened-message';
import { Outcome, Signature } from './outcome';

interface TabProps extends PaymentAddress {
  readonly chosen: Chosen | undefined;
  readonly choose: (chosen: Chosen) => void;
}

export default function MessagesTab({ chosen, choose, ...address }: TabProps) {
  const read = useMessages(address);
  return (
    <Answered read={read}>
      {({ sides }) => (
        <Sides
          tenant={address.tenant}
          sides={sides}
          chosen={chosen?.what === 'message' ? chosen.messageId : undefined}
          choose={(messageId) => choose({ what: 'message', messageId })}
        />
      )}
    </Answered>
  );
}

interface SidesProps {
  readonly tenant: string;
  readonly sides: readonly SideMessages[];
  readonly chosen: string | undefined;
  readonly choose: (messageId: string) => void;
}

function Sides({ tenant, sides, chosen, choose }: SidesProps) {
  const words = useWords(messageWords);
  const { sides: names } = useWords(paymentWords);
  const all = sides.flatMap(({ messages }) => messages);
  const opened = all.find(({ messageId }) => messageId === chosen);
  if (all.length === 0) return <Empty>{words.none}</Empty>;
  return (
    <div className={styles['stack']}>
      {opened === undefined ? (
        <p className={styles['quiet']}>{words.choose}</p>
      ) : (
        <OpenedMessage key={opened.messageId} tenant={tenant} message={opened} />
      )}
      {sides.map(({ side, messages, isCut }) => (
        <section key={side}>
          {sides.length > 1 && <h3>{names[side ?? 'none']}</h3>}
          {isCut === true && <p>{words.cut}</p>}
          <MessageTable messages={messages} chosen={chosen} choose={choose} />
        </section>
      ))}
    </div>
  );
}

interface TableProps {
  readonly messages: readonly Message[];
  readonly chosen?: string | undefined;
  readonly choose: (messageId: string) => void;
}

function MessageTable({ messages, chosen, choose }: TableProps) {
  const words = useWords(messageWords);
  const { tab } = useWords(paymentWords);
  const titles = [words.at, words.way, words.operation, words.answer, words.took, words.signature];
  const rows = messages.map((one) => {
    const { messageId, at, direction, peer, peerName, tookMs, signature } = one;
    const way = words.ways[`${direction} ${peer}`];
    return {
      key: messageId,
      isCurrent: messageId === chosen,
      cells: [
        <Instant key="at" at={at} />,
        peerName === undefined ? way : `${way} (${peerName})`,
        <Operation key="operation" of={one} choose={() => choose(messageId)} />,
        <Outcome key="outcome" of={one} />,
        <span key="took" className={styles['duration']}>
          {formatDuration(tookMs)}
        </span>,
        signature === undefined ? '–' : <Signature key="signature" of={signature} />,
      ],
    };
  });
  return <Table caption={tab.messages} columns={titles.map((title) => ({ title }))} rows={rows} />;
}

function Operation({
  of: { operation, transferState },
  choose,
}: {
  readonly of: Message;
  readonly choose: () => void;
}) {
  return (
    <>
      <Button
        look="link"
        className={[styles['mono'], styles['operation']].join(' ')}
        onClick={choose}
      >
        {operation}
      </Button>
      {transferState !== undefined && <> {transferState}</>}
    </>
  );
}
