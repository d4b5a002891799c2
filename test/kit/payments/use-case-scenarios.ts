import { payersUseCases } from '../../../connectors/channel/addresses';
import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Money } from '../../../connectors/common/money';
import { currency } from '../stack/dfsps';
import type { Expected, Scenario } from './scenarios';

const amount: Money = { amount: '100.12', currency };

type Owed = NonNullable<Expected['fee']>;
const buffaloOwes = (shillings: string): Owed => ({ amount: shillings, currency });
/** Whose agent, or till, serves the payer. */
const lionOwes = (shillings: string): Owed => ({
  ...buffaloOwes(shillings),
  debtor: 'lion',
  creditor: 'buffalo',
});

/** By the sample of fee rules: 1 % to who pays out, 0.5 % to who takes cash in, 1.2 % of what is sold. */
const fees: Readonly<Partial<Record<UseCaseName, Owed>>> = {
  'customer-cash-out': lionOwes('1'),
  'customer-merchant-payment': buffaloOwes('1.2'),
  'agent-cash-in': buffaloOwes('0.5'),
  'bill-payment': buffaloOwes('1.2'),
};

/** From person to person the demo pays; a refund needs a payment that it gives back. */
const otherThanPersons = payersUseCases.filter(
  (name) => name !== 'channel-transfer' && useCases[name].isRefund !== true,
);

/** What else a payer's channel may ask for, each in its own words. */
export const useCaseScenarios: readonly Scenario[] = otherThanPersons.map((useCase) => {
  const fee = fees[useCase];
  if (fee === undefined) throw new Error(`who owes whom what for ${useCase}?`);
  return {
    title: useCases[useCase].title,
    story: 'Paid as a person is paid; the DFSPs settle their fees by what it was.',
    play: async (world, payeeMsisdn, clientCorrelationId) => [
      await world.pay({ clientCorrelationId, payeeMsisdn, amount, useCase }),
    ],
    expected: {
      answers: [{ state: 'COMMITTED' }],
      ...{ paid: amount, fee, holds: 1, transferState: 'COMMITTED' },
    },
  };
});

/** @param qrCode of the payee, for the amount */
export function paidByQrCode(qrCode: string): Scenario {
  const useCase = 'customer-merchant-payment';
  return {
    title: 'A merchant is paid by the QR code that it had made for the sale',
    story: 'The code names the merchant and the amount, and nothing else does.',
    play: async (world, payeeMsisdn, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn, amount, useCase, qrCode } as const;
      const shown = await world.pay({ ...order, askPayer: true });
      return [shown, await world.decide(shown.report.transactionId ?? '', 'accept', useCase)];
    },
    expected: {
      answers: [{ state: 'WAITING_FOR_PAYER' }, { state: 'COMMITTED' }],
      ...{ paid: amount, fee: buffaloOwes('1.2'), holds: 1, transferState: 'COMMITTED' },
    },
  };
}
