/** `make demo`: seven payments between two DFSPs, told and checked. Exits non-zero if anything is wrong. */
import { join } from 'node:path';
import { startRecordStream } from '../kit/real-engine/record-stream';
import { baraka, currency } from '../kit/stack/dfsps';
import { portChoice, runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { startStack } from '../kit/stack/stack';
import { allTrue, type Check } from '../kit/payments/checks';
import { printPerformance, printPicture, printVerdict } from './page';
import { createPaper, type Paper } from './paper';
import { perform } from '../kit/payments/perform';
import { startPhones } from '../kit/payments/phones';
import { scenarios } from '../kit/payments/scenarios';
import { toldInDemo } from '../kit/payments/use-case-scenarios';
import { createAskingWorld } from '../kit/payments/stack-world';
import type { AskingWorld } from '../kit/payments/world';
import { messageOf } from '../../connectors/common/message-of';

async function main(): Promise<boolean> {
  const startedMs = Date.now();
  const paper = createPaper(process.stdout);
  const say = (line: string) => {
    const time = `${((Date.now() - startedMs) / 1000).toFixed(1).padStart(5)} s`;
    paper.line(paper.dim(`${time}   ${line}`));
  };
  stopOnSignals(say);
  paper.line(paper.bold('Payment Hub: seven payments between two banks'));
  printPicture(paper);
  paper.line();
  const engine = await startRecordStream();
  const phones = await startPhones();
  const callbacks = { allowed: [phones.url], default: phones.url };
  const stack = await startStack({
    runDirectory: join(runDirectory(), 'demo'),
    ports: portChoice('free'),
    fresh: true,
    brokerEnvironment: engine.exporterSettings,
    tenantSections: { channel: { callbacks } },
    say,
  });
  try {
    const checks = await performAll(await createAskingWorld(stack, engine, phones), paper);
    printVerdict(paper, checks, Date.now() - startedMs);
    return allTrue(checks);
  } finally {
    await stack.stop();
    await engine.close();
    await phones.close();
    say('everything is stopped');
  }
}

async function performAll(world: AskingWorld, paper: Paper): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [index, scenario] of [...scenarios, ...toldInDemo].entries()) {
    const performance = await perform(world, scenario, {
      currency,
      payeeMsisdn: baraka.msisdn,
      clientCorrelationId: `demo-${index + 1}`,
    });
    printPerformance(paper, index + 1, scenario, performance);
    checks.push(...performance.checks);
  }
  return checks;
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
