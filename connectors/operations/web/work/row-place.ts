/** Where a row stands that is one of many, of which only some are drawn. */
import { createContext } from 'react';

export interface RowPlace {
  readonly index: number;
  /** Of the whole list. */
  readonly count: number;
  readonly measure: (element: HTMLElement | null) => void;
}

export const RowPlaceContext = createContext<RowPlace | undefined>(undefined);
