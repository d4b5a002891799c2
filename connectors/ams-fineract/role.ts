import { z } from 'zod';
import type { Tenants } from '../common/config/tenants';
import type { Check } from '../common/check';
import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { openAms, type AmsDeps } from './ams';
import { checksOf } from './checks';
import { observeAnswers } from './observe';
import { settingsSchema, type Settings } from './settings';
import { blockFunds } from './workers/block-funds';
import { bookFunds } from './workers/book-funds';
import { checkPayee } from './workers/check-payee';
import { creditPayee } from './workers/credit-payee';
import { findParty } from './workers/find-party';
import { quotePayee } from './workers/quote-payee';
import { quotePayer } from './workers/quote-payer';
import { releaseBlock } from './workers/release-block';
import { reserveCredit } from './workers/reserve-credit';
import { undoCredit } from './workers/undo-credit';

const workers: Workers<AmsDeps> = [
  quotePayer,
  blockFunds,
  bookFunds,
  releaseBlock,
  findParty,
  checkPayee,
  quotePayee,
  reserveCredit,
  creditPayee,
  undoCredit,
];

/** All that the hub asks of Fineract. Holds no state: what must last is in Fineract or in the process. */
export const amsFineractRole = defineRole({
  name: 'ams-fineract',
  needs: { engine: true, tenants: { name: 'amsFineract', schema: settingsSchema }, journal: true },
  environment: z.object({}),
  jobs: workers,
  start({ engine: { messages }, tenants, deps, metrics }) {
    const amsOf = openAms(tenants, deps, observeAnswers(metrics, deps.log));
    return {
      workers: bindWorkers(workers, { ...deps, messages, amsOf }),
      checks: checksOfAll(tenants, amsOf),
    };
  },
  checks: ({ tenants, deps }) =>
    checksOfAll(
      tenants,
      openAms(tenants, deps, () => undefined),
    ),
});

function checksOfAll(tenants: Tenants<Settings>, amsOf: AmsDeps['amsOf']): Check[] {
  return [...tenants.current().keys()].flatMap((name) => checksOf(amsOf(name)));
}
