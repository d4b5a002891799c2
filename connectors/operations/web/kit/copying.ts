/** Copies a text, and knows whether the browser has let it be copied. */
import { useState } from 'react';

export interface Copying {
  readonly isCopied: boolean;
  /** What the browser did not let be copied: it is shown, to be copied by hand. */
  readonly refused: string | undefined;
  readonly copy: (text: string) => void;
}

export function useCopying(): Copying {
  const [{ isCopied, refused }, setState] = useState<Omit<Copying, 'copy'>>({
    isCopied: false,
    refused: undefined,
  });
  const copy = (text: string) => {
    const taken = () => setState({ isCopied: true, refused: undefined });
    const notTaken = () => setState({ isCopied: false, refused: text });
    // Without TLS there is no clipboard at all.
    const { clipboard } = navigator as { readonly clipboard?: Clipboard };
    if (clipboard === undefined) notTaken();
    else clipboard.writeText(text).then(taken, notTaken);
  };
  return { isCopied, refused, copy };
}
