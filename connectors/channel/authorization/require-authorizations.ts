import { Problem } from '../../common/api/problems';
import type { AuthorizationSettings } from '../../common/authorizations/settings';
import type { ChannelTenant } from '../settings';

/**
 * Codes are made, and what is entered at a device is sealed, with the tenant's own secret.
 * @throws Problem where it has none
 */
export function requireAuthorizations({ authorizations }: ChannelTenant): AuthorizationSettings {
  if (authorizations !== undefined) return authorizations;
  const detail = 'This DFSP has no section authorizations: one-time passwords need its secret';
  throw new Problem('not-set-up', { detail });
}
