/**
 * `make demo-audit`: pays once, and then asks what is asked years later: what became of the payment to this number, and
 * can it be proven. Exits non-zero if anything is wrong.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { messageOf } from '../../connectors/common/message-of';
import { wallets } from '../kit/fee-rules/interchange-fee';
import { asha, baraka, currency } from '../kit/stack/dfsps';
import { projectRoot } from '../kit/stack/scripts';
import { portChoice, runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { startStack, type Stack } from '../kit/stack/stack';

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const patienceMs = 60_000;

async function main(): Promise<void> {
  stopOnSignals(say);
  const directory = join(runDirectory(), 'demo-audit');
  const stack = await startStack({
    ...{ runDirectory: directory, ports: portChoice('free'), fresh: true, shape: 'whole', say },
  });
  try {
    await perform(stack, directory);
  } finally {
    await stack.stop();
    say('everything is stopped');
  }
}

async function perform(stack: Stack, directory: string): Promise<void> {
  const transactionId = await pay(stack);
  say(`\n$ hub audit find buffalo MSISDN/${baraka.msisdn}`);
  const find = ['find', 'buffalo', `MSISDN/${baraka.msisdn}`];
  say(await until(() => audit(stack, find), 'paid: '));
  say(`$ hub audit show --brief ${transactionId}`);
  say(await until(() => show(stack, transactionId), 'fineract 1 sent'));
  const keys = join(directory, 'keys');
  writeFileSync(keys, await audit(stack, ['keys', '--partitions', '1']));
  const evidence = join(directory, 'evidence');
  const prove = ['prove', transactionId, '--keys', keys, '--out', evidence];
  say(`$ hub audit prove ${transactionId} --keys keys --out evidence`);
  say(await until(() => audit(stack, prove), 'each proven'));
  say('$ hub audit check evidence --keys keys');
  say(await audit(stack, ['check', evidence, '--keys', keys]));
}

async function pay(stack: Stack): Promise<string> {
  const party = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });
  say(`${asha.firstName} at lion pays 100.12 ${currency} to ${baraka.firstName} at buffalo`);
  const response = await fetch(`${stack.channelAddress}/channel/transfer`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await stack.token('lion')}`,
      'Content-Type': 'application/json',
      Prefer: 'wait=30',
    },
    body: JSON.stringify({
      clientCorrelationId: 'demo-audit-1',
      payer: party(asha.msisdn),
      payee: party(baraka.msisdn),
      amount: { amount: '100.12', currency },
      // From wallet to wallet: by the scheme's rules one DFSP owes the other for it.
      extensionList: wallets,
    }),
  });
  const report = (await response.json()) as { state?: string; transactionId?: string };
  if (report.state !== 'COMMITTED' || report.transactionId === undefined) {
    throw new Error(`it was not paid: ${JSON.stringify(report)}`);
  }
  return report.transactionId;
}

/** `hub audit ...` as a person would type it. */
async function audit({ audit: half }: Stack, words: readonly string[]): Promise<string> {
  const hub = ['--require', 'tsx/cjs', join(projectRoot, 'connectors/main.ts'), 'audit', ...words];
  const { stdout } = await promisify(execFile)(process.execPath, hub, {
    cwd: projectRoot,
    env: { ...process.env, ...half?.environment },
  });
  return stdout;
}

/** Once the fee stands in it. */
async function show(stack: Stack, transactionId: string): Promise<string> {
  const story = await audit(stack, ['show', '--brief', transactionId]);
  return story.includes('fee: ') ? story : '';
}

/** What was paid just now is on its way to Kafka and Elasticsearch for some seconds. */
async function until(ask: () => Promise<string>, words: string): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const text = await ask().catch(messageOf);
    if (text.includes(words)) return text;
    if (Date.now() > deadline) throw new Error(`after ${patienceMs} ms it is still: ${text}`);
    await sleep(500);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
