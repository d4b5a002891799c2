import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Expected, ExpectedAnswer } from '../../kit/payments/scenarios';
import type { Heard } from '../../kit/payments/world';
import { unknownMsisdn } from '../../kit/stack/dfsps';
import { Requested } from './requested';
import { amount, nothing, scenario, waiting, type Play, type Scenario } from './scenario';
import type { RealWorld } from './world';

const received: ExpectedAnswer = { status: 202, state: 'RECEIVED' };
const committed: ExpectedAnswer = { state: 'COMMITTED' };
export const aborted = (errorCode: string): ExpectedAnswer => ({ state: 'ABORTED', errorCode });

/** Asked for, paid, and told to both. */
export const paidAsAsked = (...between: ExpectedAnswer[]): Expected => ({
  answers: [received, ...between, committed, committed],
  paid: amount,
  holds: 1,
});

/** Neither moves money nor holds any. */
export const notPaid = (...after: ExpectedAnswer[]): Expected => ({
  answers: [received, ...after],
  holds: 0,
});

/** The payee asks, the payer sees it, and something happens before the payer decides. */
const decided =
  (
    decision: 'accept' | 'refuse',
    { useCase, meanwhile }: { useCase?: UseCaseName; meanwhile?: (world: RealWorld) => unknown },
  ): Play =>
  async (world, id) => {
    const request = await Requested.asked(world, id, useCase);
    const shown = await request.isShown();
    await meanwhile?.(world);
    // Who waited for the answer may have died with the hub.
    await request.decides(decision).catch(nothing);
    return [request.heard, shown, ...(await request.ends())];
  };

const plainUseCases = (Object.keys(useCases) as UseCaseName[]).filter(
  (name) =>
    useCases[name].diagram === 'payee-request-to-pay' && useCases[name].authentication === 'none',
);

/** There is no payment, and no payer who was asked. */
const payeeHears =
  (more: object = {}): Play =>
  async (world, id) => {
    const request = await Requested.asked(world, id, 'request-to-pay', more);
    return [await world.outcomeOf(request.requestId)];
  };
const neverAsked = (errorCode: string): Expected => ({ answers: [aborted(errorCode)], holds: 0 });
const nobody = { partyIdType: 'MSISDN', partyIdentifier: unknownMsisdn };

/** Money that a payee asks for, and the payer's app decides about. */
export const requests: readonly Scenario[] = [
  ...plainUseCases.map((useCase) =>
    scenario(
      `requested and accepted: ${useCases[useCase].title}`,
      {},
      paidAsAsked(waiting),
      decided('accept', { useCase }),
    ),
  ),
  scenario(
    'requested and accepted: the payer’s DFSP speaks FSPIOP 2.0, the payee’s answers COMMITTED',
    { payer: 'leopard', payee: 'crane' },
    paidAsAsked(waiting),
    decided('accept', {}),
  ),
  scenario(
    'requested, and the payer refuses',
    {},
    notPaid(waiting, aborted('4101'), aborted('4101')),
    decided('refuse', {}),
  ),
  scenario(
    'requested, and the payer thinks longer than their own DFSP gives them',
    { payer: 'leopard' },
    notPaid(waiting, aborted('4100'), aborted('4101')),
    async (world, id) => {
      const request = await Requested.asked(world, id);
      return [request.heard, await request.isShown(), ...(await request.ends())];
    },
  ),
  scenario(
    'requested, and the request expires unanswered',
    { payee: 'quail' },
    notPaid(waiting, aborted('3301'), aborted('3301')),
    async (world, id) => {
      const request = await Requested.asked(world, id);
      return [request.heard, await request.isShown(), ...(await request.ends())];
    },
  ),
  scenario(
    'requested twice by the payee’s channel, at once and again when it is paid: one request',
    {},
    {
      answers: [received, received, waiting, committed, committed, committed],
      ...{ paid: amount, holds: 1 },
    },
    async (world, id) => {
      const [first, second] = await Promise.all([
        Requested.asked(world, id),
        Requested.asked(world, id),
      ]);
      if (first.requestId !== second.requestId) throw new Error('two requests, not one');
      const shown = await first.isShown();
      await first.decides('accept');
      const ends = await first.ends();
      const again = await Requested.asked(world, id);
      return [first.heard, second.heard, shown, ...ends, again.heard];
    },
  ),
  scenario(
    'requested: more than the payer has',
    { payerBalance: '100' },
    neverAsked('4200'),
    payeeHears(),
  ),
  scenario(
    'requested of a number that nobody has',
    {},
    neverAsked('3204'),
    payeeHears({ payer: nobody }),
  ),
  scenario(
    'requested of a number that the switch knows, and the payer’s bank does not',
    {},
    neverAsked('3204'),
    async (world, id) => {
      const partyIdentifier = await world.turned().registerStray();
      return payeeHears({ payer: { ...nobody, partyIdentifier } })(world, id);
    },
  ),
  scenario(
    'requested, and the payer’s account is blocked while the payer thinks',
    {},
    { answers: [received, waiting, aborted('4400'), aborted('4400')], holds: 1 },
    decided('accept', { meanwhile: (world) => world.blockPayer('BLOCK_DEBIT') }),
  ),
  scenario(
    'requested, and no answer of the payer’s DFSP ever comes: the credit tells the payee',
    { payee: 'mole' },
    paidAsAsked(waiting),
    decided('accept', {}),
  ),
  scenario(
    'requested, and the payer’s DFSP is out of the switch’s reach',
    { payer: 'ghost', payee: 'quail' },
    neverAsked('3301'),
    payeeHears(),
  ),
  scenario(
    'requested: kill -9 of the hub while the payer thinks',
    {},
    paidAsAsked(waiting),
    decided('accept', { meanwhile: ({ hub }) => hub.restart() }),
  ),
  {
    ...scenario(
      'requested: kill -9 of the switch’s service for requests while the payer thinks: the credit tells the payee',
      {},
      paidAsAsked(waiting),
      async (world, id) => {
        const service = world.killable.requestService;
        const meanwhile = () => service?.kill();
        const heard = await decided('accept', { meanwhile })(world, id);
        await service?.startAgain();
        return heard;
      },
    ),
    kills: 'requestService',
  },
  {
    ...scenario(
      'requested: kill -9 of the switch’s service for requests before the payee asks, and it comes back',
      {},
      ([first, end]) =>
        end === undefined ? neverAsked(first?.report.error?.code ?? 'none') : paidAsAsked(),
      askedInVain,
    ),
    kills: 'requestService',
  },
];

/** Whether the hub asks again in time is chance: both must agree how it ends. */
async function askedInVain(world: RealWorld, id: string): Promise<readonly Heard[]> {
  const service = world.killable.requestService;
  service?.kill();
  const request = await Requested.asked(world, id);
  await service?.startAgain();
  const end = world.outcomeOf(request.requestId);
  const first = await Promise.race([request.isShown(), end]);
  if (first.report.state !== 'WAITING_FOR_PAYER') return [first];
  await request.decides('accept');
  return [request.heard, ...(await request.ends())];
}
