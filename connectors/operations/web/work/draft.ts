/** What somebody is about to decide, kept in the browser's tab: it outlives a reload and signing in again. */
import { parsedObject } from '../kit/stored';

export interface Draft {
  /** Made here: what is sent again with it is the same decision. */
  readonly id: string;
  /** Empty: nothing is chosen yet. */
  readonly choice: string;
  /** Of the list; empty: none yet. */
  readonly reason: string;
  readonly text: string;
  /** Corrected, as JSON, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** To the letter what was sent, while no answer has come: nobody knows whether it was done. */
  readonly sent: string | null;
}

export function emptyDraft(id: string): Draft {
  return { id, choice: '', reason: '', text: '', variables: {}, sent: null };
}

/** It is the same text under another id: what was sent under the old one has been answered. */
export function anew(draft: Draft, id: string): Draft {
  return { ...draft, id, sent: null };
}

/** Whether there is anything in it that would be lost. */
export function isBegun({ choice, reason, text, variables, sent }: Draft): boolean {
  const texts = [choice, reason, text, sent ?? '', ...Object.values(variables)];
  return texts.some((one) => one.trim() !== '');
}

/** What stands there may be of an older page, or nothing. */
export function readDraft(stored: string | null): Draft | undefined {
  const found = parsedObject(stored);
  const { id, choice, reason, text, variables, sent } = found;
  const isDraft =
    [id, choice, reason, text].every((one) => typeof one === 'string') &&
    (sent === null || typeof sent === 'string') &&
    typeof variables === 'object' &&
    variables !== null &&
    Object.values(variables).every((one) => typeof one === 'string');
  return isDraft ? (found as unknown as Draft) : undefined;
}

export const whyMax = 512;

/** The reason of the list, and what was added to it. Undefined: it says too little. */
export function whyOf(title: string | undefined, text: string): string | undefined {
  const words = text.trim();
  if (title === undefined) return words === '' ? undefined : words;
  return words === '' ? title : `${title}: ${words}`;
}
