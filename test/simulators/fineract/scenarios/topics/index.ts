import type { Scenario } from '../scenario';
import { accounts } from './accounts';
import { expirations } from './expirations';
import { fields } from './fields';
import { holds } from './holds';
import { idempotency } from './idempotency';
import { order } from './order';
import { partyTopic } from './parties';
import { quotes } from './quotes';
import { reads } from './reads';
import { reversals } from './reversals';
import { states } from './states';

/** One recording file each. */
export const topics: Readonly<Record<string, readonly Scenario[]>> = {
  states,
  holds,
  idempotency,
  fields,
  order,
  accounts,
  quotes,
  reversals,
  parties: partyTopic,
  expirations,
  reads,
};
