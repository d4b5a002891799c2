/** What a log has signed of itself: https://c2sp.org/tlog-checkpoint */
import { hashBytes } from './merkle';
import { fromBase64, openNote, signNote, type NoteSigner, type NoteVerifier } from './note';

export interface Checkpoint {
  /** Which log, and the name of the key too. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export function signCheckpoint({ origin, size, root }: Checkpoint, signer: NoteSigner): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signer);
}

/** @returns undefined when this key has not signed it for its own log, or it is none */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | undefined {
  const text = openNote(note, verifier);
  const [origin, size = '', hash = ''] = text?.split('\n') ?? [];
  const root = fromBase64(hash);
  if (origin !== verifier.name || !/^(0|[1-9]\d{0,14})$/.test(size)) return undefined;
  if (root?.length !== hashBytes) return undefined;
  return { origin, size: Number(size), root };
}
