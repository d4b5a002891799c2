import { z } from 'zod';
import { httpBaseUrl } from '../common/config/http-url';

/** A tenant's section `amsFineract`. */
export const settingsSchema = z.strictObject({
  /** `https://fineract.example/fineract-provider`: what stands before `/api/v1`. */
  baseUrl: httpBaseUrl,
  /** Fineract's own tenant, sent as Fineract-Platform-TenantId. */
  fineractTenantId: z.string().min(1).default('default'),
  username: z.string().min(1),
  password: z.string().min(1),
  /** Short: a peer that looks up a party or asks for a quote waits about 10 s in all. */
  lookUpTimeoutMs: z.int().min(100).max(60_000).default(4_000),
  /** Long: Fineract itself tries a conflicting command for over 3 s. Must stay below the 25 s that block-funds has. */
  commandTimeoutMs: z.int().min(100).max(20_000).default(15_000),
  /** Requests to this Fineract at the same time, from one process. */
  requestsMax: z.int().min(1).max(256).default(16),
  /** Payments of one account that wait for each other in one process; more are tried again later. */
  waitingPerAccountMax: z.int().min(1).max(10_000).default(100),
});
export type Settings = z.output<typeof settingsSchema>;
