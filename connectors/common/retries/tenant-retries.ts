/** What a tenant changes of how steps are tried again: `retries` in its file. */
import { z } from 'zod';
import { pausesMs, stepNames, steps, type Step, type StepRetries } from './steps';

/** Those whose roles read the tenants' files: another role would not know of it. */
const tunableSteps = stepNames.filter((name) => /^(ams|channel|mojaloop):/.test(name));

const stepSchema = z
  .strictObject({
    attempts: z.int().min(1).max(100).optional(),
    pauseMs: z.int().min(100).max(3_600_000).optional(),
    pauseMaxMs: z.int().min(100).max(3_600_000).optional(),
  })
  .readonly();

export const tenantRetriesSchema = z
  .partialRecord(z.enum(tunableSteps), stepSchema)
  .superRefine((retries, context) => {
    for (const [name, own] of Object.entries(retries)) {
      const step = name as Step;
      const { pause, attempts } = retriesOf(step, own);
      const problem = (message: string) =>
        context.addIssue({ code: 'custom', path: [name], message });
      if (pause.maxMs < pause.baseMs) {
        problem(
          `pauses begin with ${pause.baseMs} ms and may be ${pause.maxMs} ms at most: set pauseMaxMs to as much as pauseMs`,
        );
      }
      if (isAsking(step) && attempts < 2) {
        problem('must have 2 attempts or more: the last one only finds that nobody answered');
      }
    }
  });
export type TenantRetries = z.output<typeof tenantRetriesSchema>;
type OwnRetries = z.output<typeof stepSchema>;

/** Their pauses are the tenant's timer partyLookup. */
const isAsking = (step: Step): boolean => step.includes(':look-up-');

export function retriesOf(step: Step, own: OwnRetries | undefined): StepRetries {
  const usual: StepRetries = steps[step];
  return {
    ...usual,
    attempts: own?.attempts ?? usual.attempts,
    pause: {
      baseMs: own?.pauseMs ?? usual.pause.baseMs,
      maxMs: own?.pauseMaxMs ?? Math.max(usual.pause.maxMs, own?.pauseMs ?? 0),
    },
  };
}

/**
 * Why a step's attempts do not fit into the time that the payment leaves them: the sum of the pauses alone is longer.
 * @param windows by step how long it has, and which setting says so
 */
export function retriesThatDoNotFit(
  retries: TenantRetries,
  windows: Readonly<Partial<Record<Step, { readonly setting: string; readonly ms: number }>>>,
): string[] {
  return Object.entries(windows).flatMap(([name, { setting, ms }]) => {
    const step = name as Step;
    const pauses = pausesMs(retriesOf(step, retries[step]));
    const sumMs = pauses.reduce((sum, one) => sum + one, 0);
    if (sumMs < ms) return [];
    const sum = `${pauses.join(' + ')} = ${sumMs} ms`;
    return [
      `retries.${step}: ${pauses.length + 1} attempts with pauses of ${sum} between them do not fit into ${setting} of ${ms} ms: the last would come too late`,
    ];
  });
}
