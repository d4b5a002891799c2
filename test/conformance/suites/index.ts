import { hubOnlySuite } from './hub-only';
import { ourRequestsSuites } from './our-requests';
import { payeeSuites } from './payee';
import { payerSuites } from './payer';
import type { Suite } from './suite';
import { theirRequestsSuites } from './their-requests';

export const allSuites: readonly Suite[] = [
  ...payeeSuites,
  ...payerSuites,
  ...theirRequestsSuites,
  ...ourRequestsSuites,
  hubOnlySuite,
];
