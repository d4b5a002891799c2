import { crashes } from './crashes';
import { headers } from './headers';
import { matrix } from './matrix';
import { parties } from './parties';
import { quotes } from './quotes';
import { requests } from './requests';
import type { Scenario } from './scenario';
import { transfers } from './transfers';

/** By the name of the file under recordings/ that holds what a real switch made of them. */
export const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  parties,
  quotes,
  transfers,
  requests,
  headers,
  matrix,
  crashes,
};
