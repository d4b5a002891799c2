/** kill -9 of the hub at jobs of use cases: each cut off in a payment of its own, and all by one kill. */
import type { EngineGate, GivenJob, JobHold, JobMoment } from './engine-gate';
import type { Match } from './gate';
import type { Payment } from './payments';
import type { Play } from './plays';
import type { World } from './world';

export interface KilledUseCase {
  readonly title: string;
  /** How each of its payments ends, though the hub was killed in it. */
  readonly ends: 'COMMITTED' | 'ABORTED';
  readonly prepare: (world: World) => Promise<Play>;
  /** Time must pass before the payment comes to its jobs. */
  readonly isLate?: true;
}

/** A job of a use case, by `<process>/<element>`. */
export interface Cut {
  readonly useCase: KilledUseCase;
  readonly job: string;
}

export interface AfterKill extends Cut {
  /** COMMITTED, ABORTED, or what is wrong. */
  readonly end: string;
  readonly payment: Payment;
}

interface CutPlay extends Cut {
  readonly play: Play;
  readonly hold: Pick<JobHold, 'hasOne' | 'isGivenAgain' | 'drop'>;
}

export function nameOf({ bpmnProcessId, elementId }: GivenJob): string {
  return `${bpmnProcessId}/${elementId}`;
}

const engineTimeMsMax = 15 * 60_000;
/** For what is done when all have heard how it ended. */
const restOfWorkMs = 120_000;

/** Every job of one payment to which nothing happens. */
export async function jobsOf(
  world: World,
  engineGate: EngineGate,
  { prepare, title, ends }: KilledUseCase,
): Promise<readonly string[]> {
  const play = await prepare(world);
  const before = engineGate.jobs.length;
  await play.begin();
  await untilTheyEnd(world, [play]);
  if (play.end() !== ends) throw new Error(`${title} ends ${play.end()} without a kill`);
  const mine = engineGate.jobs.slice(before).filter((job) => play.isMine(job));
  return [...new Set(mine.map(nameOf))];
}

export async function killAt(
  world: World,
  engineGate: EngineGate,
  cuts: readonly Cut[],
  moment: JobMoment,
): Promise<readonly AfterKill[]> {
  const prepared = await Promise.all(
    cuts.map(async (cut) => ({ ...cut, play: await cut.useCase.prepare(world) })),
  );
  const all = prepared.map((one) => ({ ...one, hold: holdAt(world, engineGate, one, moment) }));
  // Time must pass for these, and must not for the others.
  const late = all.filter(({ useCase }) => useCase.isLate === true);
  await begin(world, late);
  await world.time.passAtMost(engineTimeMsMax, async () => {
    await playOn(world, late);
    return late.every(({ hold }) => hold.hasOne());
  });
  await begin(
    world,
    all.filter(({ useCase }) => useCase.isLate !== true),
  );
  const reached = new Set(all.filter(({ hold }) => hold.hasOne()));
  await world.killHub(() => {
    for (const { hold } of all) hold.drop();
  });
  await untilTheyEnd(
    world,
    all.map(({ play }) => play),
  );
  return all.map((one) => ({ ...one, payment: one.play.payment, end: endOf(one, reached) }));
}

function endOf(one: CutPlay, reached: ReadonlySet<CutPlay>): string {
  if (!reached.has(one)) return 'the job never came';
  if (!one.hold.isGivenAgain()) return 'the job was not done again';
  return one.play.end() ?? 'no end';
}

async function begin(world: World, cuts: readonly CutPlay[]): Promise<void> {
  for (const { play } of cuts) await play.begin();
  await playOn(world, cuts);
}

/** Until nobody has anything to do. */
async function playOn(world: World, cuts: readonly Pick<CutPlay, 'play'>[]): Promise<void> {
  let somebodyActs = true;
  while (somebodyActs) {
    await world.time.rest();
    somebodyActs = false;
    for (const { play } of cuts) if (await play.act()) somebodyActs = true;
  }
}

async function untilTheyEnd(world: World, plays: readonly Play[]): Promise<void> {
  await world.time.passAtMost(engineTimeMsMax, async () => {
    await playOn(
      world,
      plays.map((play) => ({ play })),
    );
    return plays.every((play) => play.end() !== undefined);
  });
  await world.time.pass(restOfWorkMs);
}

function holdAt(
  { gate }: World,
  engineGate: EngineGate,
  { job, play }: Cut & Pick<CutPlay, 'play'>,
  moment: JobMoment,
): CutPlay['hold'] {
  const answer = moment === 'after' ? answerThatEnds(job, play.payment) : undefined;
  if (answer === undefined) {
    return engineGate.hold((given) => nameOf(given) === job && play.isMine(given), moment);
  }
  const { hasOne, letGo } = gate.hold(answer, 'lost');
  return { hasOne, isGivenAgain: () => true, drop: () => void letGo('cut') };
}

/** A look-up's job never completes when it is answered: the answer ends it, and is what is lost. */
function answerThatEnds(job: string, payment: Payment): Match | undefined {
  const { payer, payee, refunds } = payment;
  // What is given back goes the other way.
  const [asker, sought] = refunds === undefined ? [payer, payee] : [payee, payer];
  const answer = (resource: string, { msisdn }: Payment['payer'], { dfsp }: Payment['payer']) => {
    const path = `/${resource}/MSISDN/${msisdn}`;
    return ({ to, method, path: said, headers }: Parameters<Match>[0]) =>
      to === 'hub' && method === 'PUT' && said === path && headers['fspiop-destination'] === dfsp;
  };
  if (job.endsWith('/lookUpPayersDfsp')) return answer('participants', payer, payee);
  if (job.endsWith('/lookUpParticipant')) return answer('participants', sought, asker);
  return job.endsWith('/lookUpParty') ? answer('parties', sought, asker) : undefined;
}
