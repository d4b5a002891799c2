/** How a third party is shown that nothing of a payment's records was removed, changed, inserted or reordered. */
import { useWords } from '../../../words/preferences';
import { CopyButton } from '../../../kit/copy-button';
import styles from '../payment.module.css';
import { auditWords } from '../words';
import { checkCommand, proveCommand } from './commands';

export function Proof({ transactionId }: { readonly transactionId: string }) {
  const words = useWords(auditWords);
  return (
    <section className={styles['stack']}>
      <h3>{words.proof}</h3>
      <p>{words.proofWhat}</p>
      <p>{words.proofWhere}</p>
      <Command text={proveCommand(transactionId)} />
      <p>{words.proofThen}</p>
      <Command text={checkCommand(transactionId)} />
      <p className={styles['quiet']}>{words.proofKeys}</p>
      <p className={styles['quiet']}>{words.proofNot}</p>
    </section>
  );
}

function Command({ text }: { readonly text: string }) {
  const words = useWords(auditWords);
  return (
    <div className={styles['row']}>
      <pre className={styles['pre']}>{text}</pre>
      <CopyButton text={() => text}>{words.copyCommand}</CopyButton>
    </div>
  );
}
