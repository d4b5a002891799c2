import { setTimeout as sleep } from 'node:timers/promises';
import { currency } from '../../kit/stack/dfsps';
import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Heard } from '../../kit/payments/world';
import { partyOf } from '../../kit/real/app';
import { Requested, wrongCode } from './requested';
import { aborted, notPaid, paidAsAsked } from './requests';
import { amount, scenario, type Play, type Scenario } from './scenario';
import type { RealWorld } from './world';

/** The payer stands at a device of the payee's, and their own DFSP shows them a code. */
const atDevice =
  (
    useCase: UseCaseName,
    meanwhile: (request: Requested, code: string, world: RealWorld) => Promise<void>,
  ): Play =>
  async (world, id) => {
    const request = await Requested.asked(world, id, useCase);
    const code = await request.codeIsShown();
    await hasTries(request, 3);
    await meanwhile(request, code, world);
    return [request.heard, ...(await request.ends())];
  };

async function hasTries(request: Requested, wanted: number): Promise<void> {
  const left = await request.isAsked();
  if (left !== wanted) throw new Error(`the device was told of ${left} tries, not ${wanted}`);
}

/** Nobody types a code again in the same second, and a repeat of it in one is taken for the switch's. */
const secondMs = 1_000;

async function entersThrice(request: Requested, code: string): Promise<void> {
  await request.enters(code);
  await hasTries(request, 2);
  await sleep(secondMs);
  await request.enters(code);
  await hasTries(request, 1);
  await sleep(secondMs);
  await request.enters(code);
}

const atTheDevice = (['agent-cash-out-on-pos', 'merchant-payment-on-pos'] as const).map((useCase) =>
  scenario(
    `at a device: ${useCases[useCase].title}`,
    {},
    paidAsAsked(),
    atDevice(useCase, (request, code) => request.enters(code)),
  ),
);

const withOtherEntries: readonly Scenario[] = [
  scenario(
    'at a device: a wrong code, then RESEND, and the new one is right',
    {},
    paidAsAsked(),
    atDevice('agent-cash-out-on-pos', async (request, code) => {
      await request.enters(wrongCode(code));
      await hasTries(request, 2);
      await request.answers({ responseType: 'RESEND' });
      const newer = await request.codeIsShown();
      await hasTries(request, 2);
      await request.enters(newer);
    }),
  ),
  scenario(
    'at a device: RESEND twice in a row, and the third code is right',
    {},
    paidAsAsked(),
    atDevice('merchant-payment-on-pos', async (request) => {
      await request.answers({ responseType: 'RESEND' });
      await request.codeIsShown();
      await hasTries(request, 3);
      await sleep(secondMs);
      await request.answers({ responseType: 'RESEND' });
      const third = await request.codeIsShown();
      await hasTries(request, 3);
      await request.enters(third);
    }),
  ),
  scenario(
    'at a device: the code from before RESEND is right no longer, and costs a try',
    {},
    paidAsAsked(),
    atDevice('agent-cash-out-on-pos', async (request, code) => {
      await request.answers({ responseType: 'RESEND' });
      const newer = await request.codeIsShown();
      await hasTries(request, 3);
      await request.enters(code);
      await hasTries(request, 2);
      await request.enters(newer);
    }),
  ),
  scenario(
    'at a device: locked after the last try, and the right code comes too late',
    {},
    notPaid(aborted('4100'), aborted('4101')),
    atDevice('agent-cash-out-on-pos', async (request, code, world) => {
      await entersThrice(request, wrongCode(code));
      await request.ends();
      await request.enters(code);
      await world.stranger.putsAuthorization(await request.transactionRequestId(), code);
    }),
  ),
  scenario(
    'at a device: the payer does not want to pay',
    {},
    notPaid(aborted('4101'), aborted('4101')),
    atDevice('merchant-payment-on-pos', (request) => request.answers({ responseType: 'REJECTED' })),
  ),
  scenario(
    'at a device: nobody enters anything until the request expires',
    { payee: 'quail' },
    notPaid(aborted('3301'), aborted('3301')),
    atDevice('merchant-payment-on-pos', () => Promise.resolve()),
  ),
  scenario(
    'at a device: a third DFSP says the right code, which is not its to say, and wrong ones, which cost no try',
    {},
    paidAsAsked(),
    atDevice('agent-cash-out-on-pos', async (request, code, { stranger }) => {
      const transactionRequestId = await request.transactionRequestId();
      for (const said of [code, wrongCode(code), wrongCode(code), wrongCode(code)]) {
        await stranger.putsAuthorization(transactionRequestId, said);
      }
      await request.enters(wrongCode(code));
      await hasTries(request, 2);
      await request.enters(code);
    }),
  ),
  scenario(
    'at a device: kill -9 of the hub while the payer stands there',
    {},
    paidAsAsked(),
    atDevice('merchant-payment-on-pos', async (request, code, { hub }) => {
      await hub.restart();
      await request.enters(code);
    }),
  ),
];

/** A code that the payer asks for before they come. */
async function codeMadeBeforehand(world: RealWorld, id: string, ordered = amount): Promise<string> {
  const order = {
    clientCorrelationId: `${id}-code`,
    payer: partyOf(world.payerMsisdn),
    amount: ordered,
  };
  const { status } = await world.payersApp.post('/channel/authorization-codes', order, 0);
  if (status !== 202) throw new Error(`a code was asked for, and answered ${status}`);
  const { oneTimePassword = '' } = await world.ear.hears(
    'a code made beforehand',
    ({ clientCorrelationId, oneTimePassword: code }) =>
      clientCorrelationId === order.clientCorrelationId && code !== undefined,
    60_000,
  );
  return oneTimePassword;
}

const withCode =
  (ordered: typeof amount, meanwhile: (request: Requested, code: string) => Promise<void>): Play =>
  async (world, id): Promise<readonly Heard[]> => {
    const code = await codeMadeBeforehand(world, id, ordered);
    const request = await Requested.asked(world, id, 'atm-cash-out');
    await hasTries(request, 3);
    await meanwhile(request, code);
    return [request.heard, ...(await request.ends())];
  };

const madeBeforehand: readonly Scenario[] = [
  scenario(
    `at an ATM: ${useCases['atm-cash-out'].title}`,
    {},
    paidAsAsked(),
    withCode(amount, (request, code) => request.enters(code)),
  ),
  scenario(
    'at an ATM: a wrong code, then the one made beforehand',
    {},
    paidAsAsked(),
    withCode(amount, async (request, code) => {
      await request.enters(wrongCode(code));
      await hasTries(request, 2);
      await request.enters(code);
    }),
  ),
  scenario(
    'at an ATM: a code made for another amount is never right',
    {},
    notPaid(aborted('4100'), aborted('4101')),
    withCode({ amount: '100', currency }, entersThrice),
  ),
];

/** Money that a payer authorises by a one-time password, at a device of the payee's. */
export const devices: readonly Scenario[] = [
  ...atTheDevice,
  ...withOtherEntries,
  ...madeBeforehand,
];
