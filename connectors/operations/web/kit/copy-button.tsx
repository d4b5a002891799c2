import type { ReactNode } from 'react';
import { useWords } from '../words/preferences';
import { useCopying } from './copying';
import styles from './kit.module.css';
import { Button } from './parts';
import { kitWords } from './words';

/** @param done what is said once it was copied, where it is more than that */
export function CopyButton({
  text,
  done,
  look = 'plain',
  children,
}: {
  readonly text: () => string;
  readonly done?: string;
  readonly look?: 'plain' | 'link';
  readonly children: ReactNode;
}) {
  const words = useWords(kitWords);
  const { isCopied, refused, copy } = useCopying();
  return (
    <>
      <Button look={look} onClick={() => copy(text())}>
        {children}
      </Button>
      <span role="status" className={styles['small']}>
        {isCopied && (done ?? words.copied)}
      </span>
      {refused !== undefined && (
        <label className={styles['byHand']}>
          {words.copyByHand}
          <textarea readOnly rows={refused.includes('\n') ? 6 : 2} value={refused} />
        </label>
      )}
    </>
  );
}
