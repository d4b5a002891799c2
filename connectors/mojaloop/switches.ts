import { ConfigurationError } from '../common/config/problems';
import type { Tenants } from '../common/config/tenants';
import { CannotWork } from '../common/failures';
import type { MojaloopSettings, MojaloopTenant } from './settings';
import type { SwitchSettings } from './switch-settings';

/** @throws ConfigurationError that names every currency of a tenant that no switch of it takes. */
export function requireSwitches(tenants: Tenants<MojaloopSettings>): void {
  const problems = [...tenants.values()].flatMap((tenant) =>
    tenant.currencies
      .filter((currency) => findSwitch(tenant, currency) === undefined)
      .map((currency) => `tenants: ${tenant.tenant}: no switch for ${currency}`),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/**
 * The switch over which a payment in this currency goes.
 * @throws CannotWork when the tenant has none for it.
 */
export function switchOfCurrency(tenant: MojaloopTenant, currency: string): SwitchSettings {
  const found = findSwitch(tenant, currency);
  if (found === undefined) throw new CannotWork(`${tenant.tenant} has no switch for ${currency}`);
  return found;
}

function findSwitch(tenant: MojaloopTenant, currency: string): SwitchSettings | undefined {
  return tenant.settings.switches.find(({ currencies }) => currencies?.includes(currency) ?? true);
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

/**
 * What belongs to each switch of each tenant, made once, at the start.
 * @throws ConfigurationError with the problems of all of them at once.
 */
export function madePerSwitch<Value>(
  tenants: Tenants<MojaloopSettings>,
  make: (via: SwitchSettings, tenant: string) => Value,
): (via: SwitchSettings) => Value {
  const bySwitch = new Map<SwitchSettings, { readonly value: Value }>();
  const problems: string[] = [];
  for (const { tenant, settings } of tenants.values()) {
    for (const via of settings.switches) {
      try {
        bySwitch.set(via, { value: make(via, tenant) });
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems.map((problem) => `tenants: ${tenant}: ${problem}`));
      }
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (via) => {
    const made = bySwitch.get(via);
    if (made === undefined) throw new Error(`${via.name} is no tenant's switch`);
    return made.value;
  };
}
