import { z } from 'zod';
import { httpBaseUrl } from '../common/config/http-url';

/** What the shortest jobs have for all that they ask of Fineract: find-party, quote-payee, reserve-credit. */
const lookUpJobMs = 15_000;
/** What block-funds has: it may look at the account twice, and then holds. */
const holdJobMs = 25_000;

const sectionOf = (lookUpMaxMs: number) =>
  z.strictObject({
    /** `https://fineract.example/fineract-provider`: what stands before `/api/v1`. */
    baseUrl: httpBaseUrl,
    /** Fineract's own tenant, sent as Fineract-Platform-TenantId. */
    fineractTenantId: z.string().min(1).default('default'),
    username: z.string().min(1),
    password: z.string().min(1),
    /** Short, and below the jobs' own time: a peer that looks up a party or asks for a quote waits about 10 s in all. */
    lookUpTimeoutMs: z.int().min(100).max(lookUpMaxMs).default(4_000),
    /** Long: Fineract itself tries a conflicting command for over 3 s. */
    commandTimeoutMs: z.int().min(100).max(20_000).default(15_000),
    /** Requests to this Fineract at the same time, from one process. */
    requestsMax: z.int().min(1).max(256).default(16),
    /** Payments of one account that wait for each other in one process; more are tried again later. */
    waitingPerAccountMax: z.int().min(1).max(10_000).default(100),
  });

/** Waits for Fineract longer than any job has: for tests that hold its answers, see test/kit/stack/hasty-hub.ts. */
export const patientSettingsSchema = sectionOf(600_000);

/** A tenant's section `amsFineract`. */
export const settingsSchema = sectionOf(lookUpJobMs - 1_000).superRefine(
  ({ lookUpTimeoutMs, commandTimeoutMs }, context) => {
    const sumMs = 2 * lookUpTimeoutMs + commandTimeoutMs;
    if (sumMs <= holdJobMs) return;
    const message = `does not fit: 2 x lookUpTimeoutMs ${lookUpTimeoutMs} + commandTimeoutMs ${commandTimeoutMs} = ${sumMs} ms, and the job that holds the payer's money has ${holdJobMs} ms for them`;
    context.addIssue({ code: 'custom', path: ['commandTimeoutMs'], message });
  },
);
export type Settings = z.output<typeof settingsSchema>;
