import { messageOf } from './message-of';
import type { Logger } from './runtime';

/** One thing that can be known from outside, before the first payment. */
export interface Check {
  /** What is looked at, as a person would name it. */
  readonly what: string;
  readonly tenant?: string;
  /** Cheap enough for every start of a hub, which tells in its log what is wrong. */
  readonly isForStart?: true;
  /** Changes nothing anywhere, and moves no money. What it throws is a finding too. */
  run(): Promise<Finding>;
}

export interface Finding {
  /** `warn`: payments are made, but something is not as it should be, or could not be looked at. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly whatToDo?: string | undefined;
  /** Nobody answers: it may be just about to. */
  readonly isAway?: true;
}

export const found = {
  ok: (detail: string): Finding => ({ status: 'ok', detail }),
  warn: (detail: string, whatToDo?: string): Finding => ({ status: 'warn', detail, whatToDo }),
  fail: (detail: string, whatToDo?: string): Finding => ({ status: 'fail', detail, whatToDo }),
  away: (detail: string, whatToDo: string): Finding => ({
    ...{ status: 'fail', detail, whatToDo },
    isAway: true,
  }),
};

/** Never rejects. */
export async function findingOf(check: Check): Promise<Finding> {
  try {
    return await check.run();
  } catch (error) {
    return found.fail(`could not be looked at: ${messageOf(error)}`);
  }
}

/** Asks once, for several checks that need the same answer. */
export function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask());
}

/** What a hub that has just started says of the world around it. Never rejects. */
export async function tellAtStart(checks: readonly Check[], log: Logger): Promise<void> {
  const some = checks.filter(({ isForStart }) => isForStart);
  await Promise.all(
    some.map(async (check) => {
      const { status, detail, whatToDo, isAway } = await findingOf(check);
      const { what, tenant } = check;
      const level = ({ ok: 'info', warn: 'warn', fail: 'error' } as const)[status];
      log[isAway ? 'warn' : level]({ tenant, check: what, detail, whatToDo }, `${what}: ${detail}`);
    }),
  );
}
