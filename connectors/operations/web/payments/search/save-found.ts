/** Streams what is found into a file: straight to the disk where the browser can, which holds none of it. */
import { dataOf, operations } from '../../api/clients';
import type { PaymentSearch } from '../../api/types';
import { offerFile } from '../../kit/save-file';
import type { Asked } from './query';

export type FileForm = 'csv' | 'ndjson';

const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** Chromium's, which TypeScript does not know. */
interface Picker {
  showSaveFilePicker?: (options: { readonly suggestedName: string }) => Promise<{
    readonly name: string;
    createWritable(): Promise<WritableStream<Uint8Array>>;
  }>;
}

export interface Saved {
  readonly tenant: string;
  readonly search: Asked;
  readonly form: FileForm;
  readonly signal: AbortSignal;
  /** How many bytes have come. */
  readonly heard: (bytes: number) => void;
}

/**
 * @returns the file's name; undefined: whoever was asked for one wants none
 * @throws ApiProblem, and whatever breaks the stream off: then there is no file
 */
export async function saveFound(saved: Saved): Promise<string | undefined> {
  const suggestedName = `payments-${saved.tenant}.${saved.form}`;
  const picker = window as unknown as Picker;
  if (picker.showSaveFilePicker === undefined) {
    offerFile(await new Response(await streamOf(saved)).blob(), suggestedName);
    return suggestedName;
  }
  const file = await picker.showSaveFilePicker({ suggestedName }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  // What breaks off leaves the file as it was before.
  const body = await streamOf(saved);
  await body.pipeTo(await file.createWritable(), { signal: saved.signal });
  return file.name;
}

async function streamOf({ tenant, search, form, signal, heard }: Saved) {
  heard(0);
  const body: ReadableStream<Uint8Array> | null | undefined = await dataOf(
    operations.POST('/tenants/{tenant}/payments/search', {
      params: { path: { tenant } },
      // A stream goes to the end, whatever a page's length is.
      body: search as PaymentSearch,
      headers: { Accept: mediaTypes[form] },
      parseAs: 'stream',
      signal,
    }),
  );
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      heard(bytes);
      controller.enqueue(chunk);
    },
  });
  return (body ?? new Response('').body ?? new ReadableStream<Uint8Array>()).pipeThrough(count);
}
