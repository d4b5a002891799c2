import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FspiopVersion } from '../../connectors/mojaloop/api/media-type';
import type { Assertion, Suite } from './suites/suite';

/** One suite in one version. */
export interface Played {
  readonly suite: Pick<Suite, 'name' | 'toolkitIs'>;
  readonly version: FspiopVersion;
  readonly signatures: boolean;
  readonly assertions: readonly Assertion[];
}

const differencesSchema = z.array(
  z.strictObject({
    suites: z.array(z.string()).min(1),
    assertions: z.array(z.string()).min(1),
    /** With signatures only, or without only. */
    signatures: z.boolean().optional(),
    /** Why the assertion is not ours to pass. */
    reason: z.string().min(1),
  }),
);
export type Difference = z.output<typeof differencesSchema>[number];

/** Where the toolkit wants what the standard does not. */
export function readDifferences(): Difference[] {
  const file = join(__dirname, 'known-differences.json');
  return differencesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export interface NotPassed {
  readonly assertion: Assertion;
  readonly reason: string;
}

export interface Verdict {
  readonly passed: number;
  readonly total: number;
  /** Not passed, as it is known and explained. */
  readonly explained: readonly NotPassed[];
  /** One line each: what failed unexplained, and what is explained though it does not fail. */
  readonly wrong: readonly string[];
}

export function judge(
  { suite, signatures, assertions }: Played,
  differences: readonly Difference[],
): Verdict {
  const reasons = new Map(
    differences
      .filter(
        (one) => one.suites.includes(suite.name) && (one.signatures ?? signatures) === signatures,
      )
      .flatMap((one) => one.assertions.map((name) => [name, one.reason] as const)),
  );
  const failed = assertions.filter(({ passed }) => !passed);
  const failedNames = new Set(failed.map(({ name }) => name));
  const unexplained = failed.filter(({ name }) => !reasons.has(name));
  const outdated = [...reasons.keys()].filter((name) => !failedNames.has(name));
  return {
    passed: assertions.length - failed.length,
    total: assertions.length,
    explained: failed.flatMap((assertion) => {
      const reason = reasons.get(assertion.name);
      return reason === undefined ? [] : [{ assertion, reason }];
    }),
    wrong: [
      ...unexplained.map(({ name, found }) => `${name}: ${found}`),
      ...outdated.map((name) => `${name}: passes now, take it out of known-differences.json`),
    ],
  };
}
