import { ConfigurationError } from '../common/config/problems';
import type { Tenants } from '../common/config/tenants';
import type { Payment } from '../common/contracts/payer-transfer';
import { NotConfiguredHere } from '../common/failures';
import type { MojaloopSettings, MojaloopTenant } from './settings';
import type { SwitchSettings } from './switch-settings';

/** @throws ConfigurationError that names every currency of the tenant that no switch of it takes. */
export function requireSwitches(tenant: MojaloopTenant): void {
  const problems = tenant.currencies
    .filter((currency) => findSwitch(tenant, currency) === undefined)
    .map((currency) => `no switch for ${currency}`);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/**
 * The switch over which a payment goes: chosen once, when it began. Only payments of version 0.1 do not know it yet
 * where they ask for the first time.
 * @throws NotConfiguredHere
 */
export function switchOfPayment(
  tenant: MojaloopTenant,
  { switchName, amount }: Payment,
): SwitchSettings {
  return switchName == null
    ? switchOfCurrency(tenant, amount.currency)
    : switchNamed(tenant, switchName);
}

/**
 * The switch over which a payment in this currency goes.
 * @throws NotConfiguredHere when the tenant has none for it: that of a payment under way may have gone.
 */
export function switchOfCurrency(tenant: MojaloopTenant, currency: string): SwitchSettings {
  const found = findSwitch(tenant, currency);
  if (found !== undefined) return found;
  throw new NotConfiguredHere(`a switch for ${currency} of the tenant ${tenant.tenant}`);
}

function findSwitch(tenant: MojaloopTenant, currency: string): SwitchSettings | undefined {
  return tenant.settings.switches.find(({ currencies }) => currencies?.includes(currency) ?? true);
}

/**
 * The switch that a request came from and its answer goes to.
 * @throws NotConfiguredHere when it is no longer configured.
 */
export function switchNamed(tenant: MojaloopTenant, name: string | undefined): SwitchSettings {
  const { switches } = tenant.settings;
  const found = name === undefined ? switches[0] : switches.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new NotConfiguredHere(`the switch ${name ?? ''} of the tenant ${tenant.tenant}`);
}

/**
 * What belongs to each switch of each tenant, made once, before the tenant is used.
 * @throws ConfigurationError with the problems of all of them at once.
 */
export function madePerSwitch<Value>(
  tenants: Tenants<MojaloopSettings>,
  make: (via: SwitchSettings, tenant: string) => Value,
): (via: SwitchSettings) => Value {
  // Jobs under way may still use a switch whose file has changed: it is kept for as long as they do.
  const bySwitch = new WeakMap<SwitchSettings, { readonly value: Value }>();
  tenants.admit(({ tenant, settings }) => {
    const problems: string[] = [];
    for (const via of settings.switches) {
      try {
        bySwitch.set(via, { value: make(via, tenant) });
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw new ConfigurationError(problems);
  });
  return (via) => {
    const made = bySwitch.get(via);
    if (made === undefined) throw new Error(`${via.name} is no tenant's switch`);
    return made.value;
  };
}
