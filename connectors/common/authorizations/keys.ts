import { hkdfSync } from 'node:crypto';
import { CannotWork } from '../failures';
import type { TenantBase } from '../config/tenants';
import { madeOnceFor } from '../made-once';
import type { AuthorizationSettings } from './settings';

/** One key for each use, of one of the tenant's secrets: what is learned of one tells nothing of another. */
export interface AuthorizationKeys {
  /** Codes are made with it. */
  readonly code: Uint8Array;
  /** Hides what was entered. */
  readonly entered: Uint8Array;
  /** Hides what is waited for. */
  readonly held: Uint8Array;
  /** Encrypts what goes from a device to the payer's DFSP. */
  readonly sealed: Uint8Array;
}

/** With which codes are made and entries hidden, and after it those with which they were: the newest first. */
export type AllAuthorizationKeys = readonly [AuthorizationKeys, ...AuthorizationKeys[]];

export const allAuthorizationKeysOf = madeOnceFor(
  ({ secret, formerSecrets }: AuthorizationSettings): AllAuthorizationKeys => [
    keysFrom(secret),
    ...formerSecrets.map(keysFrom),
  ],
);

export function authorizationKeysOf(settings: AuthorizationSettings): AuthorizationKeys {
  return allAuthorizationKeysOf(settings)[0];
}

function keysFrom(secret: string): AuthorizationKeys {
  const keyFor = (use: keyof AuthorizationKeys) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `payment-hub authorizations ${use}`, 32));
  return {
    code: keyFor('code'),
    entered: keyFor('entered'),
    held: keyFor('held'),
    sealed: keyFor('sealed'),
  };
}

/** @throws CannotWork where the tenant's file has no section `authorizations`, or no longer. */
export function authorizationsOf({ tenant, authorizations }: TenantBase): AuthorizationSettings {
  if (authorizations !== undefined) return authorizations;
  throw new CannotWork(`the file of ${tenant} has no section authorizations`);
}
