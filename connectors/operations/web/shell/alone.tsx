/** What is shown while there is no place to show. */
import type { ReactNode } from 'react';
import { signInAddress } from '../api/session';
import { Button, Dialog, ProblemNote, Reading } from '../kit/parts';
import { useWords } from '../words/preferences';
import styles from './shell.module.css';
import { shellWords } from './words';

export function Alone({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles['alone']}>
      <h1 className={styles['product']}>{useWords(shellWords).product}</h1>
      {children}
    </main>
  );
}

export function Loading() {
  return (
    <Alone>
      <Reading />
    </Alone>
  );
}

export function Unreachable({ problem, again }: { problem: Error; again: () => void }) {
  return (
    <Alone>
      <ProblemNote of={problem} again={again} />
    </Alone>
  );
}

export function SignedOut() {
  const words = useWords(shellWords);
  const { pathname, search } = location;
  const isSignedOutPage = pathname === '/app/signed-out';
  const why = new URLSearchParams(search).get('why');
  const back = isSignedOutPage ? '/app/' : `${pathname}${search}`;
  return (
    <Alone>
      {isSignedOutPage && why === null && <p>{words.signedOut}</p>}
      {why !== null && <p role="alert">{words.signInFailed(why)}</p>}
      <p>{words.signInFirst}</p>
      {/* Not a link of the page's own: the server begins it. */}
      <Button look="main" onClick={() => location.assign(signInAddress(back))}>
        {words.signIn}
      </Button>
    </Alone>
  );
}

/** Over the view, whose drafts stay as they are. */
export function SessionEnded({ again }: { readonly again: () => void }) {
  const words = useWords(shellWords);
  return (
    <Dialog title={words.sessionEnded} onClose={again}>
      <p>{words.sessionEndedHelp}</p>
      <p>
        <a href={signInAddress('/app/signed-in')} target="_blank" rel="noreferrer">
          {words.signInOtherTab}
        </a>
      </p>
      <Button look="main" onClick={again}>
        {words.goOn}
      </Button>
    </Dialog>
  );
}
