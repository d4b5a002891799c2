import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { until } from '../../../test/kit/fee-rules/stepped-clock';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock, systemRandom } from '../../common/clock';
import type { Clock } from '../../common/runtime';
import { openRuleSets } from './open-rule-sets';
import type { RuleSets } from './rule-sets';
import { ruleSetsEnvironment } from './settings';

const hourMs = 3_600_000;

let folder: string;
let kafka: MemoryKafka;
let passedMs: number;
let opened: RuleSets[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rule-sets-'));
  kafka = new MemoryKafka();
  passedMs = 0;
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  rmSync(folder, { recursive: true });
});

/** Real time, but for hours that a test lets pass. */
const clock: Clock = {
  now: () => Date.now() + passedMs,
  sleep: (durationMs, signal) => systemClock.sleep(durationMs, signal),
};

function open(
  source: 'directory' | 'kafka',
  metrics = new Registry(),
  directory = folder,
): RuleSets {
  const settings = ruleSetsEnvironment.parse({
    FEE_RULES_SOURCE: source,
    FEE_RULES_DIRECTORY: directory,
  });
  const ruleSets = openRuleSets(settings, {
    clock,
    random: systemRandom,
    log: silentLog,
    metrics,
    kafka: kafka.door('instance'),
  });
  opened.push(ruleSets);
  return ruleSets;
}

const isRead = ({ book }: RuleSets) => book.current().at(clock.now()).kind !== 'unusable';

test.each(['directory', 'kafka'] as const)(
  'what two people decide at one instance is in force at another within seconds: %s',
  async (source) => {
    const [desk, elsewhere] = [open(source), open(source)];
    const { administration } = desk;
    await until(() => isRead(desk) && isRead(elsewhere));
    const drafted = await administration.draft({
      text: interchangeFee.replace(' * 0.6% * -1', '*0.6%*-1'),
      title: 'Interchange 2026',
      by: 'Amina',
    });
    if (drafted.kind === 'refused') throw new Error(drafted.message);
    const { ruleSetId } = drafted.ruleSet.life;
    expect(drafted.ruleSet).toMatchObject({ state: 'draft', text: interchangeFee });
    expect(await administration.approve(ruleSetId, 'Amina')).toMatchObject({ code: 'same-person' });
    await administration.approve(ruleSetId, 'Baraka');
    const activeFromMs = clock.now() + hourMs;
    expect(await administration.schedule(ruleSetId, 'Amina', activeFromMs)).toMatchObject({
      kind: 'done',
      ruleSet: { state: 'scheduled' },
    });
    await until(() => elsewhere.book.current().at(activeFromMs).kind === 'in-force');
    expect(elsewhere.book.current().at(activeFromMs - 1)).toEqual({ kind: 'none' });
    passedMs = hourMs;
    expect(await elsewhere.administration.get(ruleSetId)).toMatchObject({
      state: 'active',
      unusable: undefined,
      life: { revision: 3 },
    });
    expect(await elsewhere.administration.list()).toHaveLength(1);
  },
);

test('texts are loaded for administrators without being stored', async () => {
  const { administration } = open('directory');
  const { problems, evaluator } = await administration.load(interchangeFee);
  expect(problems).toEqual([]);
  expect(evaluator?.ruleSetId).toMatch(/^[0-9a-f]{64}$/);
  expect((await administration.load('if(')).evaluator).toBeUndefined();
  expect(await administration.list()).toEqual([]);
  expect(
    await administration.draft({ text: 'x'.repeat(9_000_000), title: 'Long', by: 'Amina' }),
  ).toMatchObject({ code: 'bad-rules', message: expect.stringContaining('at most 8388608') });
});

test('roles of one process share one book, which lives as long as the last of them', async () => {
  const metrics = new Registry();
  const [worker, stream] = [open('directory', metrics), open('directory', metrics)];
  expect(stream.book).toBe(worker.book);
  await worker.close();
  await worker.close();
  await until(() => isRead(stream));
  await stream.close();
});

test('without a folder nothing starts: only an empty one means no fees', () => {
  const nowhere = join(folder, 'nowhere');
  expect(() => open('directory', new Registry(), nowhere)).toThrow(
    `there is no folder ${nowhere}: make it (an empty one means no fees)`,
  );
});

test('where nobody may write, that is what people are told', async () => {
  const { administration } = open('directory');
  const drafted = await administration.draft({ text: interchangeFee, title: 'A', by: 'Amina' });
  if (drafted.kind === 'refused') throw new Error(drafted.message);
  symlinkSync('.', join(folder, '..data'));
  expect(await administration.approve(drafted.ruleSet.life.ruleSetId, 'Baraka')).toMatchObject({
    kind: 'refused',
    code: 'read-only',
    message:
      'The rule sets are kept where this process may only read: change them where they come from.',
  });
});

test('of two who decide at one moment neither takes back what the other was told', async () => {
  const [desk, other] = [open('directory'), open('directory')];
  const drafted = await desk.administration.draft({
    text: interchangeFee,
    title: 'A',
    by: 'Amina',
  });
  if (drafted.kind === 'refused') throw new Error(drafted.message);
  const { ruleSetId } = drafted.ruleSet.life;
  const answers = await Promise.all([
    desk.administration.approve(ruleSetId, 'Baraka'),
    other.administration.withdraw(ruleSetId, 'Chem'),
  ]);
  const done = answers.filter(({ kind }) => kind === 'done').length;
  expect(done).toBeGreaterThan(0);
  const stands = await desk.administration.get(ruleSetId);
  expect(stands?.life.revision).toBe(1 + done);
});
