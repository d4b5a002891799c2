/** Of a long list the first are drawn, and more of them when they are asked for. */
import { useState, type ReactNode } from 'react';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { Button } from './parts';
import { kitWords } from './words';

interface FirstRows<Row> {
  readonly first: readonly Row[];
  /** A button, while there are more. */
  readonly more: ReactNode;
}

export function useFirstRows<Row>(rows: readonly Row[], atOnce: number): FirstRows<Row> {
  const words = useWords(kitWords);
  const { language } = usePreferences().preferences;
  const [count, setCount] = useState(atOnce);
  const left = rows.length - count;
  return {
    first: rows.slice(0, count),
    more: left > 0 && (
      <Button onClick={() => setCount(count + atOnce)}>
        {words.more(formatCount(Math.min(left, atOnce), language))}
      </Button>
    ),
  };
}
