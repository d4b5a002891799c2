import { z } from 'zod';
import type { OperationsAppSettings } from '../../common/api/operations-app';
import { apiEnvironment, type ApiSettings } from '../../common/api/settings';
import { sharedSettings } from '../../common/contracts/fee-settings';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const api = apiEnvironment('FEE_RULES_ADMINISTRATION', 'fee rules', 5003);

export const administrationEnvironment = z.object({
  ...api.shape,
  FEE_RULES_ADMINISTRATION_USES_KAFKA: z
    .stringbool()
    .default(true)
    .describe('Without Kafka there are rule sets and trials, but no dry runs of past transfers'),
  ...sharedSettings.pick({ FEE_TRANSFERS_TOPIC: true }).shape,
  FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES: whole(1_024, 33_554_432)
    .default(8_388_608)
    .describe('Largest body of rules, transactions or transfers'),
  FEE_RULES_ADMINISTRATION_THREADS: whole(1, 16)
    .default(2)
    .describe('Threads that check and try rules: each does one at a time'),
  FEE_RULES_ADMINISTRATION_LARGE_REQUESTS_MAX: whole(1, 1_000)
    .default(8)
    .describe('Requests for those threads that may be under way; one more is answered 503'),
  FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: whole(100, 600_000)
    .default(30_000)
    .describe('How long a thread may work on one request'),
  FEE_RULES_ADMINISTRATION_THREAD_MEMORY_MAX_MB: whole(64, 16_384)
    .default(512)
    .describe('Memory that a thread may take'),
});
export type AdministrationEnvironment = z.output<typeof administrationEnvironment>;

/** @throws ConfigurationError when tokens cannot be checked. */
export function appSettingsOf(
  environment: AdministrationEnvironment,
): ApiSettings & OperationsAppSettings {
  return {
    ...api.read(environment),
    large: {
      bytesMax: environment.FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES,
      requestsMax: environment.FEE_RULES_ADMINISTRATION_LARGE_REQUESTS_MAX,
    },
  };
}
