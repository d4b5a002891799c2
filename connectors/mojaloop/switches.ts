import { CannotWork } from '../common/failures';
import type { MojaloopTenant, SwitchSettings } from './settings';

/**
 * The switch over which a payment in this currency goes.
 * @throws CannotWork when the tenant has none for it.
 */
export function switchOfCurrency(tenant: MojaloopTenant, currency: string): SwitchSettings {
  const found = tenant.settings.switches.find(
    ({ currencies }) => currencies?.includes(currency) ?? true,
  );
  if (found === undefined) throw new CannotWork(`${tenant.tenant} has no switch for ${currency}`);
  return found;
}

/**
 * The switch that a request came from and its answer goes to.
 * @throws CannotWork when it is no longer configured.
 */
export function switchNamed(tenant: MojaloopTenant, name: string | undefined): SwitchSettings {
  const { switches } = tenant.settings;
  const found = name === undefined ? switches[0] : switches.find((one) => one.name === name);
  if (found === undefined) throw new CannotWork(`${tenant.tenant} has no switch ${name ?? ''}`);
  return found;
}
