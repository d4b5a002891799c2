import { call, type AccountSetup, type OpenAccount, type World } from './ams-world';

const openedOn = '2026-01-01';
const locale = 'en';
/** Fineract refuses dateFormat where a body has no dates. */
const formats = { locale, dateFormat: 'yyyy-MM-dd' };

/**
 * A real Fineract with the user mifos / password, prepared through its ordinary API. Each run leaves
 * its accounts behind, under names of its own.
 */
export async function realWorld(baseUrl: string): Promise<World> {
  const run = Date.now().toString(36);
  const post = async (path: string, body: object) =>
    (await call({ baseUrl }, 'POST', path, body)) as Record<string, string>;
  // A fresh one permits USD only, and lists no charges in another currency.
  await call({ baseUrl }, 'PUT', 'currencies', { currencies: ['TZS', 'USD'] });
  const productId = await newProduct(post, run);
  const savingsIds = new Map<OpenAccount, string>();
  let accounts = 0;
  return {
    baseUrl,
    open: async (setup) => {
      accounts += 1;
      const accountId = `AMS-${run}-${accounts}`;
      const msisdn = `255${(Date.now() * 100 + accounts).toString().slice(-10)}`;
      const { clientId = '' } = await post('clients', {
        officeId: 1,
        legalFormId: 1,
        firstname: 'Asha',
        lastname: 'Mwinyi',
        active: true,
        activationDate: openedOn,
        submittedOnDate: openedOn,
        ...formats,
      });
      const savingsId = await newAccount(post, { ...setup, accountId, clientId, productId });
      await call({ baseUrl }, 'POST', `interoperation/parties/MSISDN/${msisdn}`, { accountId });
      const account = { accountId, msisdn, clientId: Number(clientId) };
      savingsIds.set(account, savingsId);
      return account;
    },
    setSubStatus: async (account, subStatus) => {
      const commands = {
        BLOCK_DEBIT: 'blockDebit',
        BLOCK_CREDIT: 'blockCredit',
        NONE: 'unblockDebit',
      };
      const path = `savingsaccounts/${savingsIds.get(account) ?? ''}?command=${commands[subStatus]}`;
      const reason = subStatus === 'NONE' ? {} : { reasonForBlock: 'a test' };
      await call({ baseUrl }, 'POST', path, reason);
    },
  };
}

type Post = (path: string, body: object) => Promise<Record<string, string>>;

async function newProduct(post: Post, run: string): Promise<string> {
  const { resourceId = '' } = await post('savingsproducts', {
    name: `AMS ${run}`,
    shortName: run.slice(-4),
    description: 'of a test',
    currencyCode: 'TZS',
    digitsAfterDecimal: 2,
    inMultiplesOf: 0,
    nominalAnnualInterestRate: 0,
    interestCompoundingPeriodType: 1,
    interestPostingPeriodType: 4,
    interestCalculationType: 1,
    interestCalculationDaysInYearType: 365,
    accountingRule: 1,
    // An account's may not be more.
    allowOverdraft: true,
    overdraftLimit: 1_000,
    locale,
  });
  return resourceId;
}

async function newAccount(
  post: Post,
  setup: AccountSetup & { accountId: string; clientId: string; productId: string },
): Promise<string> {
  const charges = await Promise.all(
    (setup.charges ?? []).map(async ({ kind, amount }, index) => {
      const { resourceId } = await post('charges', {
        name: `${setup.accountId} ${index}`,
        chargeAppliesTo: 2,
        chargeTimeType: 5,
        chargeCalculationType: kind === 'flat' ? 1 : 2,
        chargePaymentMode: 0,
        currencyCode: 'TZS',
        amount,
        active: true,
        penalty: false,
        locale,
      });
      return { chargeId: resourceId, amount };
    }),
  );
  const { savingsId = '' } = await post('savingsaccounts', {
    clientId: setup.clientId,
    productId: setup.productId,
    externalId: setup.accountId,
    submittedOnDate: openedOn,
    ...formats,
    ...(setup.withdrawalFeeForTransfers === true ? { withdrawalFeeForTransfers: true } : {}),
    ...(charges.length === 0 ? {} : { charges }),
    // Else it would have the product's.
    allowOverdraft: setup.overdraftLimit !== undefined,
    ...(setup.overdraftLimit === undefined ? {} : { overdraftLimit: setup.overdraftLimit }),
    ...(setup.minRequiredBalance === undefined
      ? {}
      : { enforceMinRequiredBalance: true, minRequiredBalance: setup.minRequiredBalance }),
  });
  const command = (name: string, body: object) =>
    post(`savingsaccounts/${savingsId}?command=${name}`, { ...body, ...formats });
  await command('approve', { approvedOnDate: openedOn });
  if (setup.status === 'APPROVED') return savingsId;
  await command('activate', { activatedOnDate: openedOn });
  if (setup.balance !== undefined) {
    await post(`savingsaccounts/${savingsId}/transactions?command=deposit`, {
      transactionDate: openedOn,
      transactionAmount: setup.balance,
      paymentTypeId: 1,
      ...formats,
    });
  }
  return savingsId;
}
