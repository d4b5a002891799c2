/** Bugs that the hunter must find. Each is something that a person could write, or leave out. */
import type { HttpRequest, Message } from '../../../../connectors/common/runtime';
import { TryAgain } from '../../../../connectors/common/failures';
import type { Mutation } from '../hub/mutation';
import { devicePaymentsOf } from '../world/devices';
import { oneSilentPayer, refundedTwice, requestsOf } from '../world/payments';
import { creditedTooEarly, hardToUndo, strangersEverywhere } from '../world/emphases';

type Json = Record<string, unknown>;

/** The same request with another body, if its method and address have these words. */
function body(
  words: string,
  change: (body: Json, newId: () => string) => Json,
): NonNullable<Mutation['request']> {
  return (request, newId) =>
    request.body !== undefined && `${request.method} ${request.url}`.includes(words)
      ? { ...request, body: JSON.stringify(change(JSON.parse(request.body) as Json, newId)) }
      : request;
}

const fineractTransfer = (action: string) => `transfers?action=${action}`;

function instead(
  type: string,
  run: (real: () => Promise<object>) => Promise<object>,
): Mutation['run'] {
  return (jobType, real) => (jobType.startsWith(`${type}:`) ? run(real) : real());
}

const nothing = () => Promise.resolve({});

/** What nobody knows is taken for done. */
async function orDone(real: () => Promise<object>): Promise<object> {
  try {
    return await real();
  } catch (error) {
    if (error instanceof TryAgain) return {};
    throw error;
  }
}

/** A flow of a diagram that leads somewhere else. */
const leads = (file: string, flow: string, to: string) =>
  changed(file, (xml) =>
    xml.replace(new RegExp(`(<bpmn:sequenceFlow id="${flow}"[^>]*targetRef=")[^"]*"`), `$1${to}"`),
  );

/** An expression of a diagram that says something else, wherever it stands. */
const says = (file: string, from: string, to: string) =>
  changed(file, (xml) => xml.replaceAll(from, to));

/** @throws an Error where the diagram has moved on, and there is no bug any more */
function changed(file: string, change: (xml: string) => string) {
  return (name: string, xml: string): string => {
    if (name !== `${file}.bpmn`) return xml;
    const mutant = change(xml);
    if (mutant === xml) throw new Error(`nothing was planted in ${name}`);
    return mutant;
  };
}

const transferVerdict = (from: string, to: string) => (message: Message) => {
  const { transferAnswer } = message.variables as { readonly transferAnswer?: Json };
  return transferAnswer?.['verdict'] === from
    ? {
        ...message,
        variables: { ...message.variables, transferAnswer: { ...transferAnswer, verdict: to } },
      }
    : message;
};

const floored = (sent: Json): Json => {
  const amount = sent['amount'] as { readonly amount: string };
  const cents = Math.floor(Number(amount.amount) * 100);
  return { ...sent, amount: { ...amount, amount: String(cents / 100) } };
};

const amsBugs: readonly Mutation[] = [
  {
    name: 'each attempt of a debit has a transferCode of its own',
    request: body(fineractTransfer('CREATE'), (sent, newId) =>
      sent['transactionRole'] === 'PAYER' ? { ...sent, transferCode: newId() } : sent,
    ),
  },
  {
    name: 'each attempt of a credit has a transferCode of its own',
    request: body(fineractTransfer('CREATE'), (sent, newId) =>
      sent['transactionRole'] === 'PAYEE' ? { ...sent, transferCode: newId() } : sent,
    ),
  },
  {
    name: 'each attempt of a hold has a transferCode of its own',
    request: body(fineractTransfer('PREPARE'), (sent, newId) => ({
      ...sent,
      transferCode: newId(),
    })),
  },
  {
    name: 'each attempt of a release has a transferCode of its own',
    request: body(fineractTransfer('RELEASE'), (sent, newId) => ({
      ...sent,
      transferCode: newId(),
    })),
  },
  {
    name: 'the amount of a booking goes through a float',
    request: body(fineractTransfer('CREATE'), floored),
  },
  {
    name: 'the amount of a hold goes through a float',
    request: body(fineractTransfer('PREPARE'), floored),
  },
  {
    name: 'no outcome check after the dropped answer of a debit',
    run: instead('ams:book-funds', orDone),
  },
  {
    name: 'no outcome check after the dropped answer of a credit',
    run: instead('ams:credit-payee', orDone),
  },
  {
    name: 'no outcome check after the dropped answer of a release',
    run: instead('ams:release-block', orDone),
  },
  {
    name: 'the hold is forgotten',
    run: instead('ams:block-funds', () => Promise.resolve({ transferCode: 'none' })),
  },
  { name: 'the debit is forgotten', run: instead('ams:book-funds', nothing) },
  { name: 'the release is forgotten', run: instead('ams:release-block', nothing) },
  { name: 'the credit is forgotten', run: instead('ams:credit-payee', nothing) },
];

export const refundBugs: readonly Mutation[] = [
  {
    name: 'what was refunded before is not counted',
    request: (request) => {
      const { method, url } = request;
      const isSearch = method === 'GET' && url.includes('/transactions/search?types=2');
      // No row is a fee: nothing was refunded, and nothing is held.
      return isSearch ? { ...request, url: url.replace(/types=20?&/, 'types=4&') } : request;
    },
  },
  ...[
    ['what another refund holds is not counted', 'types=20&'],
    ['what another refund has taken is not counted', 'types=2&'],
  ].map(([name = '', type = '']) => ({
    name,
    payments: refundedTwice,
    request: (request: HttpRequest) =>
      request.method === 'GET' && request.url.includes('/transactions/search?')
        ? { ...request, url: request.url.replace(type, 'types=4&') }
        : request,
  })),
];

const switchBugs: readonly Mutation[] = [
  {
    name: 'each attempt of a transfer has an id of its own',
    request: body('POST http://switch.test/transfers', (sent, newId) => ({
      ...sent,
      transferId: newId(),
    })),
  },
  {
    name: 'an error about a transfer is taken for ABORTED',
    message: transferVerdict('ERROR', 'ABORTED'),
  },
  {
    name: '"not found" is taken for ABORTED at once',
    message: transferVerdict('NOT_FOUND', 'ABORTED'),
  },
  {
    name: 'a pending transfer is taken for COMMITTED',
    message: transferVerdict('PENDING', 'COMMITTED'),
  },
  {
    name: 'an ABORTED transfer is taken for COMMITTED',
    message: transferVerdict('ABORTED', 'COMMITTED'),
  },
  {
    name: 'a COMMITTED transfer is taken for ABORTED',
    message: transferVerdict('COMMITTED', 'ABORTED'),
  },
];

const payerBugs: readonly Mutation[] = [
  ...[
    ['release on time-out', 'transferNotAnswered-askSwitch', 'releaseBlock'],
    ['release when the request failed', 'requestTransferFailed-askSwitch', 'releaseBlock'],
    ['release on whatever is not COMMITTED', 'notCommitted-askSwitch', 'releaseBlock'],
    [
      'release when the switch does not answer a question',
      'stateNotAnswered-undecided',
      'releaseBlock',
    ],
    ['release when the switch cannot be asked', 'askFailed-undecided', 'releaseBlock'],
    ['release while the switch has not decided', 'verdictQuestion-undecided', 'releaseBlock'],
    [
      'release when it was asked often enough',
      'askedEnoughQuestion-operatorMatter',
      'releaseBlock',
    ],
    ['a hold that may be there is left', 'blockFailed-releaseUnknown', 'paymentFailed'],
    ['a release that failed is given up', 'releaseFailed-operatorMatter', 'tellReleased'],
    [
      'a release of what may be held is given up',
      'releaseUnknownFailed-operatorNeededAfterBlock',
      'paymentFailed',
    ],
    ['a debit that failed is given up', 'bookFailed-operatorNeededAfterBook', 'tellPaid'],
    ['debit before the verdict', 'requestTransfer-awaitTransfer', 'bookFunds'],
    ['an aborted transfer is booked', 'verdictQuestion-releaseBlock', 'bookFunds'],
    ['a committed transfer is released', 'verdictQuestion-bookFunds', 'releaseBlock'],
  ].map(([name = '', flow = '', to = '']) => ({
    name,
    diagram: leads('payer-transfer', flow, to),
  })),
  {
    name: 'what an operator says is done, whether it is open or not (payer)',
    diagram: says(
      'payer-transfer',
      'if list contains(operatorChoices, operatorDecision) then operatorDecision else &#34;none&#34;',
      'operatorDecision',
    ),
  },
  {
    name: 'after the operator’s pause the payment is booked',
    diagram: says(
      'payer-transfer',
      'if list contains(operatorChoices, &#34;ask-again&#34;) then &#34;ask-again&#34; else operatorChoices[1]',
      '&#34;book&#34;',
    ),
  },
  {
    name: 'a stranger’s word ends the payer’s wait',
    emphasis: strangersEverywhere,
    diagram: says(
      'payer-transfer',
      '(transferAnswer.answeredBy = null or transferAnswer.answeredBy = quoteAnswer.payeeFspId)',
      'true',
    ),
    message: transferVerdict('FULFILLED', 'COMMITTED'),
  },
  {
    name: 'the payer hears COMMITTED of what failed',
    diagram: says(
      'payer-transfer',
      '{state: &#34;ABORTED&#34;, errorInformation: errorInformation}',
      '{state: &#34;COMMITTED&#34;}',
    ),
  },
];

const payeeBugs: readonly Mutation[] = [
  ...[
    ['credit before the verdict', 'answerTransfer-awaitConfirmation', 'creditPayee'],
    ['credit on time-out', 'notConfirmed-askSwitch', 'creditPayee'],
    ['forget on time-out', 'notConfirmed-askSwitch', 'timeToForget'],
    ['credit when the answer failed', 'answerFailed-askSwitch', 'creditPayee'],
    ['forget when the answer failed', 'answerFailed-askSwitch', 'timeToForget'],
    ['credit what was aborted', 'verdictQuestion-timeToForget', 'creditPayee'],
    ['credit while the switch has not decided', 'verdictQuestion-undecided', 'creditPayee'],
    ['forget while the switch has not decided', 'verdictQuestion-undecided', 'timeToForget'],
    ['forget what is committed', 'confirmedQuestion-creditPayee', 'timeToForget'],
    ['a credit that failed is given up', 'creditFailed-operatorMatter', 'timeToForget'],
    ['what is committed is undone', 'verdictQuestion-creditPayee', 'undoCredit'],
    ['what is committed is undone, not credited', 'confirmedQuestion-creditPayee', 'undoCredit'],
  ].map(([name = '', flow = '', to = '']) => ({
    name,
    diagram: leads('payee-transfer', flow, to),
  })),
  {
    name: 'what an operator says is done, whether it is open or not (payee)',
    diagram: says(
      'payee-transfer',
      'if list contains(operatorChoices, operatorDecision) then operatorDecision else &#34;none&#34;',
      'operatorDecision',
    ),
  },
];

const undoBugs: readonly Mutation[] = [
  { name: 'the undoing of a credit is forgotten', run: instead('ams:undo-credit', nothing) },
  {
    name: 'no outcome check after the dropped answer of an undoing',
    run: instead('ams:undo-credit', orDone),
  },
  {
    name: 'another row of the account is reversed',
    request: (request: HttpRequest) => ({
      ...request,
      url: request.url.replace(
        /transactions\/\d+\?command=reverse/,
        'transactions/1?command=reverse',
      ),
    }),
  },
  ...[
    ['a credit on an operator’s word is the end', 'creditOnWord-operatorMatter', 'evaluateFees'],
    ['a credit stays though it is aborted', 'verdictQuestion-undoCredit', 'timeToForget'],
  ].map(([name = '', flow = '', to = '']) => ({
    name,
    diagram: leads('payee-transfer', flow, to),
  })),
].map((bug) => ({ ...bug, emphasis: creditedTooEarly }));

const failedUndoBugs: readonly Mutation[] = [
  ...[
    ['an undoing that failed is given up', 'undoFailed-operatorMatter', 'timeToForget'],
    ['what may be credited is given up', 'creditOnWordFailed-operatorMatter', 'timeToForget'],
  ].map(([name = '', flow = '', to = '']) => ({
    name,
    diagram: leads('payee-transfer', flow, to),
  })),
  {
    name: 'a credit on an operator’s word that failed is taken for none',
    diagram: says('payee-transfer', '"ABORTED" and creditUnconfirmed', '"ABORTED" and creditedAt'),
  },
  {
    name: 'an undoing that has begun is not gone on with',
    diagram: says('payee-transfer', 'if undoBegun = true', 'if undoBegun = false'),
  },
].map((bug) => ({ ...bug, emphasis: hardToUndo }));

const deviceBugs: readonly Mutation[] = [
  {
    name: 'whatever is entered at a device is right',
    run: instead('channel:check-authorization', () => Promise.resolve({ isAuthorized: true })),
  },
  {
    name: 'a wrong entry costs no try',
    diagram: says('payer-request-to-pay', 'then triesLeft else triesLeft - 1', 'then 3 else 3'),
  },
  {
    name: 'a code made beforehand is right again when it was used',
    diagram: says('authorization-code', '&#34;USED&#34;', '&#34;WAITING&#34;'),
  },
  {
    name: 'a code made beforehand pays any amount',
    diagram: says(
      'authorization-code',
      '<zeebe:output source="=if isAuthorized then triesLeft else',
      '<zeebe:input source="=context put(context put(presentedCode, &#34;amount&#34;, codeOrder.amount), &#34;payerPays&#34;, codeOrder.amount)" target="presentedCode" /><zeebe:output source="=if isAuthorized then triesLeft else',
    ),
  },
  {
    name: 'an entry of any DFSP is believed',
    diagram: says('payer-request-to-pay', 'authorizationAnswer.answeredBy != peer.fspId or ', ''),
  },
  ...[
    ['the last wrong entry is let through', 'rightQuestion-whyNot'],
    ['a no at the device is not heard', 'entryQuestion-whyNot'],
  ].map(([name = '', flow = '']) => ({
    name,
    diagram: leads('payer-request-to-pay', flow, 'blockFunds'),
  })),
].map((bug) => ({ ...bug, payments: devicePaymentsOf }));

const requestBugs: readonly Mutation[] = (
  [
    ...[
      ['whatever the payer says, it is paid', 'payerAcceptsQuestion-payerRefused'],
      ['silence is taken for a yes', 'payerTooLate-paymentFailed'],
    ].map(([name = '', flow = '']) => ({
      name,
      diagram: leads('payer-request-to-pay', flow, 'blockFunds'),
    })),
    {
      name: 'a request is never too late to be agreed to',
      diagram: (name: string, xml: string) => {
        const file = 'payer-request-to-pay';
        const patient = says(
          file,
          '=if requestExpiration = null or',
          '=if true then duration("P1D") else if requestExpiration = null or',
        )(name, xml);
        return leads(
          file,
          'payerAcceptsQuestion-quoteExpiredMeanwhile',
          'blockFunds',
        )(name, patient);
      },
    },
    {
      name: 'a payer decides about whatever request waits',
      payments: oneSilentPayer,
      diagram: (name: string, xml: string) =>
        name === 'payer-request-to-pay.bpmn'
          ? xml.replace(/(name="payer-decided">[^]*?correlationKey=")[^"]*"/, '$1=tenant"')
          : xml,
      message: (message) =>
        message.name === 'payer-decided'
          ? { ...message, correlationKey: message.correlationKey.replace(/:.*/, '') }
          : message,
    },
    {
      name: 'a DFSP may ask for money in another’s name',
      run: async (jobType, real) => {
        const output = (await real()) as { readonly payment?: Json };
        return jobType === 'channel:take-request:1'
          ? { ...output, payment: { ...output.payment, requestedBy: undefined } }
          : output;
      },
    },
    {
      name: 'each time that a request comes it is another one',
      message: (message, newId) =>
        message.name === 'transaction-request-received'
          ? {
              ...message,
              messageId: newId(),
              variables: { ...message.variables, transactionId: newId() },
            }
          : message,
    },
    {
      name: 'ACCEPTED is taken for paid',
      emphasis: strangersEverywhere,
      diagram: says(
        'payee-request-to-pay',
        '{state: &#34;PENDING&#34;}',
        '{state: &#34;COMMITTED&#34;}',
      ),
    },
  ] satisfies Mutation[]
).map((bug) => ({ payments: requestsOf, ...bug }));

const startBugs: readonly Mutation[] = [
  {
    name: 'each request is a payment of its own',
    message: (message, newId) => {
      if (message.name !== 'payer-transfer-requested') return message;
      const transactionId = newId();
      const variables = {
        ...message.variables,
        transactionId,
        transferId: newId(),
        quoteId: newId(),
      };
      return { ...message, messageId: transactionId, correlationKey: transactionId, variables };
    },
  },
  {
    name: 'a request that was acknowledged is kept by nobody',
    message: (message) =>
      message.name === 'payer-transfer-requested'
        ? { ...message, name: 'nobody-listens' }
        : message,
  },
];

/** After how many schedules each was found, from seed 1 on; any change of the simulated world changes these. */
const found: Readonly<Record<string, number>> = {
  'each attempt of a debit has a transferCode of its own': 7,
  'each attempt of a credit has a transferCode of its own': 7,
  'each attempt of a hold has a transferCode of its own': 4,
  'each attempt of a release has a transferCode of its own': 4,
  'the amount of a booking goes through a float': 10,
  'the amount of a hold goes through a float': 10,
  'no outcome check after the dropped answer of a debit': 10,
  'no outcome check after the dropped answer of a credit': 14,
  'no outcome check after the dropped answer of a release': 4,
  'the hold is forgotten': 4,
  'the debit is forgotten': 7,
  'the release is forgotten': 4,
  'the credit is forgotten': 7,
  'what was refunded before is not counted': 7,
  'what another refund holds is not counted': 40,
  'what another refund has taken is not counted': 7,
  'each attempt of a transfer has an id of its own': 7,
  'an error about a transfer is taken for ABORTED': 55,
  'a pending transfer is taken for COMMITTED': 16,
  'an ABORTED transfer is taken for COMMITTED': 12,
  'a COMMITTED transfer is taken for ABORTED': 7,
  'release on time-out': 15,
  'release when the request failed': 40,
  'release on whatever is not COMMITTED': 20,
  'release when the switch does not answer a question': 15,
  'release while the switch has not decided': 55,
  'release when it was asked often enough': 20,
  'a hold that may be there is left': 4,
  'a debit that failed is given up': 48,
  'debit before the verdict': 12,
  'an aborted transfer is booked': 12,
  'a committed transfer is released': 15,
  'the payer hears COMMITTED of what failed': 1,
  'forget on time-out': 40,
  'credit when the answer failed': 16,
  'forget when the answer failed': 20,
  'credit what was aborted': 16,
  'credit while the switch has not decided': 16,
  'forget while the switch has not decided': 55,
  'forget what is committed': 7,
  'a credit that failed is given up': 48,
  'what is committed is undone': 15,
  'what is committed is undone, not credited': 7,
  'what an operator says is done, whether it is open or not (payee)': 48,
  'the undoing of a credit is forgotten': 7,
  'no outcome check after the dropped answer of an undoing': 10,
  'another row of the account is reversed': 7,
  'a credit on an operator’s word is the end': 7,
  'a credit stays though it is aborted': 7,
  'an undoing that failed is given up': 40,
  'what may be credited is given up': 38,
  'a credit on an operator’s word that failed is taken for none': 38,
  'whatever is entered at a device is right': 10,
  'a wrong entry costs no try': 45,
  'a code made beforehand is right again when it was used': 10,
  'a code made beforehand pays any amount': 14,
  'an entry of any DFSP is believed': 15,
  'the last wrong entry is let through': 15,
  'a no at the device is not heard': 47,
  'whatever the payer says, it is paid': 10,
  'silence is taken for a yes': 4,
  'a request is never too late to be agreed to': 4,
  'a payer decides about whatever request waits': 16,
  'a DFSP may ask for money in another’s name': 55,
  'each time that a request comes it is another one': 4,
  'ACCEPTED is taken for paid': 24,
  'each request is a payment of its own': 1,
  'a request that was acknowledged is kept by nobody': 1,
  'a stranger’s word ends the payer’s wait': 16,
};

const all = [
  ...amsBugs,
  ...refundBugs,
  ...switchBugs,
  ...payerBugs,
  ...payeeBugs,
  ...undoBugs,
  ...failedUndoBugs,
  ...deviceBugs,
  ...requestBugs,
  ...startBugs,
];

/** Those that it finds soon. For each of the others a payment must go wrong in several ways at once. */
export const mutations = all.filter(({ name }) => name in found);

/** For the page. */
export function bugsTable(): string {
  const rows = mutations.map(({ name }) => `| ${name} | ${found[name]} |`);
  return ['| Bug | Found after |', '|---|---|', ...rows].join('\n');
}
