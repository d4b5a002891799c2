/** What the API answers, saved as a file: a link could not say in which form it is wanted. */
import { askServer } from '../api/clients';
import { noAnswer, problemOf } from '../api/problem';

const keptMs = 60_000;

export interface SavedFile {
  /** Of the API, with its query: `/tenants/lion/reports/fees`. */
  readonly path: string;
  readonly accept: 'text/csv' | 'application/json' | 'application/x-ndjson';
  readonly name: string;
}

/** @throws ApiProblem */
export async function saveFile({ path, accept, name }: SavedFile): Promise<void> {
  const response = await askServer(`/bff/api${path}`, { headers: { Accept: accept } });
  if (!response.ok) throw await problemOf(response);
  // Half of a file is none: it is offered once all of it is there.
  const whole = await response.blob().catch((error: unknown) => {
    throw noAnswer(error);
  });
  offerFile(whole, name);
}

/** Hands a file to the person. */
export function offerFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers read it only after that.
  setTimeout(() => URL.revokeObjectURL(link.href), keptMs);
}
