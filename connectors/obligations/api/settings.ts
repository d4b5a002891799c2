import { z } from 'zod';
import { apiEnvironment, type ApiSettings } from '../../common/api/settings';

const api = apiEnvironment('OBLIGATIONS', 'obligations', 5005);

export const obligationsApiEnvironment = z.object({
  ...api.shape,
  OBLIGATIONS_TOKEN_DFSP_CLAIM: z
    .string()
    .min(1)
    .default('dfspId')
    .describe('Claim of a token that names the DFSP for which its holder may acknowledge')
    .meta({ formerly: 'FEE_RULES_ADMINISTRATION_TOKEN_DFSP_CLAIM' }),
});
export type ObligationsApiEnvironment = z.output<typeof obligationsApiEnvironment>;

/** @throws ConfigurationError when tokens cannot be checked. */
export function obligationsApiSettings(environment: ObligationsApiEnvironment): ApiSettings {
  return api.read(environment);
}
