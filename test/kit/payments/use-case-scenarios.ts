import { payeesUseCases, payersUseCases } from '../../../connectors/channel/addresses';
import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Money } from '../../../connectors/common/money';
import { currency } from '../stack/dfsps';
import type { Expected, Scenario } from './scenarios';
import type { AskingWorld } from './world';

const amount: Money = { amount: '100.12', currency };

type Owed = NonNullable<Expected['fee']>;
const buffaloOwes = (shillings: string): Owed => ({ amount: shillings, currency });
/** Whose agent, or till, serves the payer. */
const lionOwes = (shillings: string): Owed => ({
  ...buffaloOwes(shillings),
  debtor: 'lion',
  creditor: 'buffalo',
});

/** By the sample of fee rules: to who pays out, to who takes cash in, of what is sold; nothing between persons who ask. */
const fees: Readonly<Partial<Record<UseCaseName, Owed | 'none'>>> = {
  'customer-cash-out': lionOwes('1'),
  'customer-merchant-payment': buffaloOwes('1.2'),
  'agent-cash-in': buffaloOwes('0.5'),
  'bill-payment': buffaloOwes('1.2'),
  'request-to-pay': 'none',
  'agent-cash-out': lionOwes('1'),
  'agent-cash-out-on-pos': lionOwes('1'),
  'merchant-payment-request': buffaloOwes('1'),
  'merchant-payment-on-pos': buffaloOwes('1'),
  'atm-cash-out': lionOwes('1.5'),
};

function paidOnce(
  useCase: UseCaseName,
): Pick<Expected, 'paid' | 'fee' | 'holds' | 'transferState'> {
  const fee = fees[useCase];
  if (fee === undefined) throw new Error(`who owes whom what for ${useCase}?`);
  const owed = fee === 'none' ? {} : { fee };
  return { paid: amount, ...owed, holds: 1, transferState: 'COMMITTED' };
}

/** From person to person the demo pays; a refund needs a payment that it gives back. */
const otherThanPersons = payersUseCases.filter(
  (name) => name !== 'channel-transfer' && useCases[name].isRefund !== true,
);

/** What else a payer's channel may ask for, each in its own words. */
export const useCaseScenarios: readonly Scenario[] = otherThanPersons.map((useCase) => {
  return {
    title: useCases[useCase].title,
    story: 'Paid as a person is paid; the DFSPs settle their fees by what it was.',
    play: async (world, payeeMsisdn, clientCorrelationId) => [
      await world.pay({ clientCorrelationId, payeeMsisdn, amount, useCase }),
    ],
    expected: {
      answers: [{ state: 'COMMITTED' }],
      ...paidOnce(useCase),
    },
  };
});

/** The payee begins it; the payer agrees in their own app, or at the payee's device; then it is paid as any payment is. */
function askedByPayee(useCase: UseCaseName): Pick<Scenario<AskingWorld>, 'play' | 'expected'> {
  const { authentication } = useCases[useCase];
  const committed = { state: 'COMMITTED' };
  const agreed = authentication === 'none' ? [committed] : [];
  return {
    play: async (world, payeeMsisdn, clientCorrelationId) => {
      const code =
        authentication === 'otp-made-beforehand'
          ? await world.codeBeforehand(`${clientCorrelationId}-code`, amount)
          : undefined;
      const asked = await world.ask({ clientCorrelationId, payeeMsisdn, amount, useCase });
      if (authentication !== 'none') {
        await asked.payerEntersCode(code);
        return [asked.heard, await asked.ends()];
      }
      const accepted = await world.decide(await asked.payerIsAsked(), 'accept');
      return [asked.heard, accepted, await asked.ends()];
    },
    expected: {
      answers: [{ status: 202, state: 'RECEIVED' }, ...agreed, committed],
      ...paidOnce(useCase),
    },
  };
}

/** Two of them as `make demo` tells them. */
export const toldInDemo: readonly Scenario<AskingWorld>[] = [
  {
    title: 'Baraka asks Asha for 100.12 TZS, and she pays',
    story:
      'A request to pay: Baraka’s app says whom he wants money from. It finds its way to lion, where Asha is shown who asks, for how much and what it costs her. Nothing happens to her money before she accepts; then it is paid like any other payment, and both are told.',
    ...askedByPayee('request-to-pay'),
  },
  {
    title: 'Asha takes out 100.12 TZS at Baraka’s till, with a one-time password',
    story:
      'This time Baraka is an agent, and Asha needs no app: lion sends her a password for this amount and this agent alone. She enters it at his till, it goes to lion, and lion alone knows whether it is right. Her bank owes his 1 % for it, the agent’s commission.',
    ...askedByPayee('agent-cash-out-on-pos'),
  },
];

/** What a payee's channel may ask another DFSP's customer for. */
export const payeesUseCaseScenarios: readonly Scenario<AskingWorld>[] = payeesUseCases.map(
  (useCase) => ({
    title: useCases[useCase].title,
    story: 'The payee begins it; the payer agrees; then it is paid as any payment is.',
    ...askedByPayee(useCase),
  }),
);

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
