/** How a message was answered, and what was found of its signature. */
import type { Message } from '../../../api/types';
import { Badge, type Tone } from '../../../kit/values';
import { useWords } from '../../../words/preferences';
import styles from '../payment.module.css';
import { messageWords } from '../words';

export function Outcome({ of }: { readonly of: Message }) {
  const words = useWords(messageWords);
  const { status, outcome, errorCode } = of;
  return (
    <>
      <Badge tone={toneOf(of)}>
        {status === undefined ? words.outcomes[outcome] : String(status)}
      </Badge>
      {errorCode !== undefined && (
        <strong className={styles['bad']}> {words.errorCode(errorCode)}</strong>
      )}
    </>
  );
}

function toneOf({ status, errorCode }: Message): Tone {
  if (status === undefined || status >= 500) return 'bad';
  if (status >= 400 || errorCode !== undefined) return 'warning';
  return 'good';
}

const signatureTones = { valid: 'good', refused: 'bad', unchecked: 'warning' } as const;

export function Signature({ of }: { readonly of: NonNullable<Message['signature']> }) {
  const { signatures } = useWords(messageWords);
  return <Badge tone={signatureTones[of]}>{signatures[of]}</Badge>;
}
