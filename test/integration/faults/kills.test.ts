/**
 * Use cases whose hub is killed (kill -9) in the middle of a job, and started anew: each ends as it does without, its code is
 * right for one payment, and the ledgers, looked at from outside, say what its people were told.
 * FAULT_KILLS=every, as of `make faults`: at every job of both sides. Else at those that no payment between persons has.
 */
import { authorizationCodeIdOf } from '../../../connectors/common/contracts/keys';
import { DevicePayment } from '../../kit/faults/device';
import { EngineGate, type JobMoment } from '../../kit/faults/engine-gate';
import {
  jobsOf,
  killAt,
  type AfterKill,
  type Cut,
  type KilledUseCase,
} from '../../kit/faults/kills';
import { wrongs } from '../../kit/faults/money';
import {
  atmCashOut,
  paidAtDevice,
  paidByQrCode,
  refund,
  requestToPay,
} from '../../kit/faults/plays';
import { World } from '../../kit/faults/world';

interface Case extends KilledUseCase {
  /** Its own jobs. */
  readonly jobs: readonly string[];
}

const ofPayee = (...elements: readonly string[]) =>
  elements.map((element) => `payee-request-to-pay/${element}`);
const ofPayer = (...elements: readonly string[]) =>
  elements.map((element) => `payer-request-to-pay/${element}`);
const ofTransfer = (...elements: readonly string[]) =>
  elements.map((element) => `payer-transfer/${element}`);

const atm: Case = {
  title: 'cash from an ATM by a code asked for beforehand',
  ends: 'COMMITTED',
  prepare: atmCashOut,
  jobs: ['authorization-code/sendCode', ...ofPayer('presentCode'), 'authorization-code/checkCode'],
};

const cases: readonly Case[] = [
  {
    title: 'a request to pay whose payer agrees',
    ends: 'COMMITTED',
    prepare: (world) => requestToPay(world, 'accept'),
    jobs: [
      ...ofPayee('checkPayee', 'lookUpPayersDfsp', 'requestPayment', 'tellTaken', 'tellPaid'),
      ...ofPayer('takeRequest', 'checkPayer', 'answerReceived', 'askPayer', 'tellPaid'),
      ...ofPayer('evaluateFees'),
    ],
  },
  {
    title: 'a request to pay whose payer refuses',
    ends: 'ABORTED',
    prepare: (world) => requestToPay(world, 'refuse'),
    jobs: [...ofPayer('answerFailed', 'tellFailed'), ...ofPayee('tellRefused')],
  },
  {
    title: 'a request to pay that expires',
    ends: 'ABORTED',
    prepare: (world) => requestToPay(world, 'none'),
    isLate: true,
    jobs: [...ofPayer('answerFailed', 'tellFailed'), ...ofPayee('tellRefused')],
  },
  {
    title: 'cash paid out at a POS by a one-time password',
    ends: 'COMMITTED',
    prepare: (world) => paidAtDevice(world, 'agent-cash-out-on-pos', 'enters the code'),
    jobs: [
      ...ofPayer('showCode', 'askDevice', 'checkEntry'),
      ...ofPayee('takeQuestion', 'askAtDevice', 'answerAuthorization'),
    ],
  },
  {
    title: 'a payment at a POS whose code is guessed at',
    ends: 'ABORTED',
    prepare: (world) => paidAtDevice(world, 'merchant-payment-on-pos', 'guesses'),
    jobs: ofPayer('checkEntry', 'answerFailed'),
  },
  atm,
  {
    title: 'a merchant paid by its QR code',
    ends: 'COMMITTED',
    prepare: paidByQrCode,
    jobs: ofTransfer('askPayer', 'blockFunds', 'tellPaid'),
  },
  {
    title: 'a refund of all of a payment, which cannot be had twice',
    ends: 'COMMITTED',
    prepare: refund,
    jobs: ofTransfer('quotePayer', 'blockFunds', 'bookFunds'),
  },
];

const isEvery = process.env['FAULT_KILLS'] === 'every';
/** Cut off by one kill. */
const atOnce = 20;

let engineGate: EngineGate;
let world: World;

beforeAll(async () => {
  engineGate = await EngineGate.start();
  world = await World.start(undefined, undefined, { engineGate });
}, 600_000);

afterAll(async () => {
  await world.stop();
  engineGate.stop();
}, 240_000);

/** Without a kill each comes to these jobs: so none is left out. */
const allJobs = new Map<KilledUseCase, readonly string[]>();

test.each(cases)(
  '$title comes to its jobs, and ends',
  async (useCase) => {
    const jobs = await jobsOf(world, engineGate, useCase);
    allJobs.set(useCase, jobs);
    expect(jobs).toEqual(expect.arrayContaining([...useCase.jobs]));
  },
  240_000,
);

function cutsOf(useCase: Case): readonly Cut[] {
  // Of one for which time passes the jobs before that are another's too, and would not wait so long.
  const jobs = isEvery && useCase.isLate !== true ? allJobs.get(useCase) : useCase.jobs;
  return (jobs ?? []).map((job) => ({ useCase, job }));
}

const moments: readonly JobMoment[] = ['before', 'after'];

describe.each(moments)('when the hub is killed in a job, %s it has done it', (moment) => {
  const all: AfterKill[] = [];

  beforeAll(async () => {
    const cuts = cases.flatMap(cutsOf);
    for (let from = 0; from < cuts.length; from += atOnce) {
      all.push(...(await killAt(world, engineGate, cuts.slice(from, from + atOnce), moment)));
    }
  }, 3_600_000);

  test.each(cases)('$title ends as it must, at each job', (useCase) => {
    const mine = all.filter((one) => one.useCase === useCase);
    const ends = Object.fromEntries(mine.map(({ job, end }) => [job, end]));
    if (isEvery) process.stdout.write(`${useCase.title}: at ${mine.length} jobs, ${moment}\n`);
    const asItMust = cutsOf(useCase).map(({ job }) => [job, useCase.ends]);
    expect(ends).toEqual(Object.fromEntries(asItMust));
  });

  test('a code that has paid is right no longer', async () => {
    const isAtm = ({ useCase, job }: AfterKill) => useCase === atm && atm.jobs.includes(job);
    const paid = all.filter(isAtm).map(({ payment }) => payment);
    expect(paid).toHaveLength(atm.jobs.length);
    for (const payment of paid) {
      const codeId = authorizationCodeIdOf(payment.payer.dfsp, payment.clientCorrelationId);
      const code = world.heard.codes.find((one) => one.authorizationCodeId === codeId);
      const clientCorrelationId = `${payment.clientCorrelationId}-again`;
      const cash = await DevicePayment.asked(world, 'atm-cash-out', {
        ...payment,
        clientCorrelationId,
      });
      await cash.isAsked();
      await cash.enters(code?.oneTimePassword ?? '');
      await cash.ends('ABORTED');
    }
  }, 240_000);

  test('the money is where it must be', async () => {
    expect(await wrongs(world)).toEqual([]);
  });
});
