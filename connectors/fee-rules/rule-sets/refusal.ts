import { translated, type Translated } from '../../common/words/languages';
import { refusalWords } from './refusal-words';

/** Why a decision about a rule set is not carried out. */
export type RefusalCode =
  /** There is no rule set with this id. */
  | 'not-found'
  /** The text has errors. */
  | 'bad-rules'
  /** There is a rule set with this very text already. */
  | 'already-there'
  /** The one who approves must not be the one who drafted. */
  | 'same-person'
  /** What has been decided so far does not allow it. */
  | 'wrong-step'
  /** It would change the rules of transfers that are already made, or of those of this very moment. */
  | 'too-early'
  /** Another rule set begins at the same time. */
  | 'same-time'
  /** Checked with a dictionary that this release does not have. */
  | 'unknown-dictionary'
  /** Somebody else decided something in the meantime. */
  | 'changed-meanwhile'
  /** The rule sets come from files or a topic that this process may only read. */
  | 'read-only';

export interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** A sentence for the person who asked, in English. */
  readonly message: string;
  /** The same in each language. */
  readonly told: Translated;
}

export type RefusalWords = (typeof refusalWords)['en'];

export function refused(code: RefusalCode, say: (said: RefusalWords) => string): Refusal {
  const told = translated(refusalWords, say);
  return { kind: 'refused', code, message: told.en, told };
}
