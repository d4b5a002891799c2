import { hubOnlySuite } from './hub-only';
import { payeeSuites } from './payee';
import { payerSuites } from './payer';
import type { Suite } from './suite';

export const allSuites: readonly Suite[] = [...payeeSuites, ...payerSuites, hubOnlySuite];
