/**
 * `make e2e-reconciliation`: a day of payments on a real Fineract and over a real switch, faults planted in their books, and
 * what `hub reconcile` finds of them. See ../README.md.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../connectors/common/message-of';
import { findFineract, findSwitch } from '../../kit/real/addresses';
import { withRealParts, type RealParts } from '../../kit/real/real-parts';
import { reportOf, reportText } from '../../kit/real/transfer-report';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { Commands, type Reconciled } from './commands';
import { liveThrough, type Day } from './day';
import { plantInBooks, plantInReport, type Planted } from './plants';
import { withStage, type Stage } from './stage';

const startedMs = Date.now();
const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const say = (line: string) => {
  print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** What was paid just now is on its way to Elasticsearch for some seconds. */
const patienceMs = 120_000;

async function main(): Promise<boolean> {
  stopOnSignals(say);
  const sharedFolder = resolve(projectRoot, process.env['REAL_PARTS_FOLDER'] ?? '../shared');
  const fineract = findFineract(process.env, sharedFolder);
  const mojaloop = findSwitch(process.env, sharedFolder);
  // The books of one at an address that was given are not to be read from here.
  if (fineract.kind === 'missing' || mojaloop.kind !== 'packed') {
    print('skipped: no Fineract, or no switch that can be started here (REAL_PARTS_FOLDER)');
    return true;
  }
  const folder = join(runDirectory(), 'e2e-reconciliation');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const host = process.env['HUB_HOST'] ?? '127.0.0.1';
  return withRealParts({ fineract, mojaloop, runDirectory: folder, say }, (parts) =>
    withStage({ ...parts, host, runDirectory: folder, say }, (stage) => play(stage, parts, folder)),
  );
}

async function play(stage: Stage, { askLedger }: RealParts, folder: string): Promise<boolean> {
  if (askLedger === undefined) throw new Error('the switch was started here');
  const commands = new Commands(folder, stage.commandEnvironment);
  const { lion, buffalo } = stage;
  const compare = async ({ fspId }: Stage['lion'], rows = reportOf(askLedger)) =>
    commands.reconcile({
      ...{ tenant: fspId, report: reportText(rows) },
      ...{ opening: '0', closing: await stage.scheme.position(fspId) },
    });
  say('a day of payments: ten are paid, three aborted, one is never decided');
  const day = await liveThrough(stage);
  say('nothing is wrong yet');
  const wrong = [
    ...(await untilCompared(day, () => compare(lion), 1)).map((words) => `lion: ${words}`),
    ...(await untilCompared(day, () => compare(buffalo), 0)).map((words) => `buffalo: ${words}`),
  ];
  say('faults in the books of Fineract and of the switch');
  const { lion: ofLion, buffalo: ofBuffalo } = await plantInBooks(stage, day);
  await untilEnded(askLedger);
  const inBooks = [await compare(lion), await compare(buffalo)] as const;
  wrong.push(...judge('lion', ofLion, inBooks[0]), ...judge('buffalo', ofBuffalo, inBooks[1]));
  say('faults in what the scheme reports to lion');
  const report = plantInReport(reportOf(askLedger), day);
  const reported = await compare(lion, report.rows);
  wrong.push(...judge('lion', [...ofLion, ...report.planted], reported));
  print(reported.text);
  wrong.push(...differing(reported.differences, await stage.openDifferences()));
  for (const words of wrong) print(`✗ ${words}`);
  print(
    `${wrong.length === 0 ? 'found' : 'NOT found'}: each of ${countOf(ofLion, ofBuffalo, report.planted)} planted differences, and none besides`,
  );
  return wrong.length === 0;
}

const countOf = (...all: readonly (readonly Planted[])[]) => all.flat().length;

/** The work list is what was found last. */
function differing(
  found: Reconciled['differences'],
  listed: Reconciled['differences'],
): readonly string[] {
  const idsOf = (all: Reconciled['differences']) =>
    all.map(({ kind, transferId }) => `${kind} ${transferId ?? ''}`).sort();
  const isSame = idsOf(found).join() === idsOf(listed).join();
  say(`the operations API lists ${listed.length} open differences`);
  return isSame ? [] : [`the work list is another one: ${idsOf(listed).join('; ')}`];
}

/** The switch answers before its ledger has it. */
async function untilEnded(askLedger: NonNullable<RealParts['askLedger']>): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  const isOpen = () => reportOf(askLedger).some(({ state }) => /^RE(CEIV|SERV)ED$/.test(state));
  while (isOpen()) {
    if (Date.now() > deadlineMs) throw new Error('a transfer does not end at the switch');
    await sleep(500);
  }
}

/** All payments are there, and no difference. */
async function untilCompared(
  { paid, failed }: Day,
  compare: () => Promise<Reconciled>,
  underWay: number,
): Promise<string[]> {
  const wanted = paid.length + failed.length;
  const deadlineMs = Date.now() + patienceMs;
  let found = await compare();
  while (found.compared < wanted && Date.now() < deadlineMs) {
    await sleep(2_000);
    found = await compare();
  }
  say(
    `${found.compared} compared, ${found.differences.length} differences, ${found.underWay} not ended`,
  );
  return [
    ...(found.compared === wanted ? [] : [`${found.compared} of ${wanted} were compared`]),
    ...(found.underWay === underWay ? [] : [`${found.underWay} are under way, not ${underWay}`]),
    ...(found.differences.length === 0 && found.exitCode === 0 ? [] : [found.text]),
  ];
}

/** One line for each that was planted, and words for what is wrong. */
function judge(tenant: string, planted: readonly Planted[], found: Reconciled): string[] {
  const keyOf = (one: { readonly kind: string; readonly transferId: string | null }) =>
    `${one.kind} ${one.transferId ?? ''}`;
  const left = found.differences.map(keyOf);
  const missed = planted.filter((one) => {
    const at = left.indexOf(keyOf(one));
    if (at >= 0) left.splice(at, 1);
    print(`  ${at >= 0 ? '✓' : '✗'} ${tenant}: ${one.how}: ${one.kind}`);
    return at < 0;
  });
  return [
    ...missed.map((one) => `${tenant}: not found: ${keyOf(one)}`),
    ...left.map((key) => `${tenant}: found besides: ${key}`),
    ...(found.exitCode === 1 ? [] : [`${tenant}: exit code ${found.exitCode}`]),
  ];
}

main().then(
  (isRight) => {
    process.exitCode = isRight ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`\n${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
