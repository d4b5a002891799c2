/** The places of the page: nothing else stands at its top. */
import { type ComponentType } from 'react';
import type { Session } from './api/session';
import type { PlaceProps } from './kit/place';
import { lazyView } from './kit/lazy-view';

export interface Place {
  readonly name: 'work' | 'payments' | 'overview' | 'rules' | 'system';
  readonly View: ComponentType<PlaceProps>;
  /** Whether there is such a place for this person. Default: for each. */
  readonly isThere?: (session: Session) => boolean;
}

export const places: readonly Place[] = [
  { name: 'work', View: lazyView(() => import('./work/work')) },
  { name: 'payments', View: lazyView(() => import('./payments/payments')) },
  { name: 'overview', View: lazyView(() => import('./overview/overview')) },
  {
    name: 'rules',
    View: lazyView(() => import('./rules/rules')),
    isThere: ({ apis }) => apis.feeRules,
  },
  { name: 'system', View: lazyView(() => import('./system/system')) },
];
