import { setTimeout as sleep } from 'node:timers/promises';
import type { SwitchService } from '../../../kit/real/packed/switch';
import {
  both,
  found,
  isAbout,
  isFor,
  isFrom,
  json,
  paid,
  textOfCallback,
  undone,
  untouched,
  type Scenario,
} from '../scenario';
import type { Passage } from '../tap';
import type { Customer, Expectation, Payment, World } from '../world';

/** Until a service that started again has taken up its topics, and repeated what it repeats. */
const recoveryMs = 12_000;

async function crash(world: World, service: SwitchService): Promise<void> {
  const { packed } = world.stage;
  if (packed === undefined) throw new Error('the switch was not started here');
  packed.kill(service);
  await packed.startAgain();
  await sleep(recoveryMs);
}

/** The service dies just after two payments, one answered RESERVED and one COMMITTED. */
async function afterPayments(world: World, service: SwitchService) {
  const reserved = await world.open('buffalo');
  const committed = await world.open('crane');
  const toReserved = await world.pay({ payee: reserved });
  const toCommitted = await world.pay({ payee: committed });
  await Promise.all([toReserved.heard, toCommitted.heard]);
  await world.passage(both(isFor(reserved.fspId), isAbout('PATCH', '/transfers')));
  await crash(world, service);
  return [
    ...paid(world, toReserved, reserved),
    ...paid(world, toCommitted, committed),
    ...sameAnswers(world, [reserved, committed]),
  ];
}

/** The service dies while the payee's answer is on its way. */
async function inTheMiddle(world: World, service: SwitchService, resource: string) {
  const payee = await world.open('buffalo');
  const payment: Payment = await world.pay({ payee });
  await world.passage(both(isFrom(payee.fspId), isAbout('PUT', resource)));
  await crash(world, service);
  // Whether it still is in time is chance; either way all must agree how it ended.
  const isPaid = (await payment.heard) === 'COMMITTED';
  const ended = isPaid
    ? paid(world, payment, payee)
    : [...undone(world, payment, '3303'), untouched(world, payee)];
  return [...ended, ...sameAnswers(world, [payee])];
}

/** What the payees' DFSPs sent about one thing is always the same, byte for byte. */
function sameAnswers(world: World, payees: readonly Customer[]): readonly Expectation[] {
  const fspIds = [...new Set(payees.map(({ fspId }) => fspId))];
  const answers = (): Passage[] =>
    fspIds
      .flatMap((fspId) => world.passages(isFrom(fspId)))
      .filter(({ method, path }) => method === 'PUT' && /^\/(quotes|transfers)/.test(path));
  const ofHub = () =>
    world.passages(
      ({ to, headers }) =>
        to === 'hub' && world.fspIds.includes(String(headers['fspiop-destination'])),
    );
  return [
    {
      claim: 'answers that differ from the first one about the same thing',
      wanted: '0',
      find() {
        const first = new Map<string, string>();
        const other = answers().filter(({ path, body }) => {
          const known = first.get(path) ?? body.toString('utf8');
          first.set(path, known);
          return known !== body.toString('utf8');
        });
        return `${other.length}`;
      },
    },
    {
      claim: '/error 3106 from the switch',
      wanted: '0',
      find: () =>
        `${ofHub().filter((one) => one.method === 'PUT' && textOfCallback({ ...one, body: json(one) }).includes('3106')).length}`,
    },
    replayed(ofHub(), answers()),
  ];
}

/** How much came twice: told, because it is the switch's chance. */
function replayed(toHub: readonly Passage[], answers: readonly Passage[]): Expectation {
  const timesTwice = (all: readonly Passage[], method: string): number => {
    const keys = all
      .filter((one) => one.method === method)
      .map(
        ({ path, body, headers }) =>
          `${path} ${String(headers['fspiop-destination'])} ${body.toString('utf8')}`,
      );
    return keys.length - new Set(keys).size;
  };
  const words = `replayed to the hub: ${['POST', 'PUT', 'PATCH'].map((method) => `${timesTwice(toHub, method)} ${method}`).join(', ')}; answered again: ${timesTwice(answers, 'PUT')} PUT`;
  return found('figure', words, words);
}

export const replayScenarios: readonly Scenario[] = [
  {
    id: '80',
    title: 'ml-api-adapter killed just after a transfer, restarted: replays?',
    role: 'both',
    isAlone: true,
    stopsServices: true,
    play: (world) => afterPayments(world, 'ml'),
  },
  {
    id: '80+',
    title: 'ml-api-adapter killed while the payee’s answer is on its way',
    role: 'both',
    isAlone: true,
    stopsServices: true,
    play: (world) => inTheMiddle(world, 'ml', '/transfers'),
  },
  {
    id: '81',
    title: 'quoting handler killed after quote',
    role: 'both',
    isAlone: true,
    stopsServices: true,
    play: (world) => afterPayments(world, 'qh'),
  },
  {
    id: '81+',
    title: 'quoting handler killed while the quote is on its way',
    role: 'both',
    isAlone: true,
    stopsServices: true,
    play: (world) => inTheMiddle(world, 'qh', '/quotes'),
  },
];
