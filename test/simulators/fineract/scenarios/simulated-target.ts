import type { FineractControl } from '../control-client';
import type { FineractSimulator } from '../simulator';
import { basic } from './real-target';
import type { Act, Scenario, Target, World } from './scenario';

/** The simulator as a target; `today` is its clock's. */
export function simulatedTarget(simulator: FineractSimulator, today: string): Target {
  const { control } = simulator;
  const run = 'rsimul8d';
  return {
    baseUrl: simulator.baseUrl,
    tenant: 'default',
    authorization: basic('mifos', 'password'),
    limitedAuthorization: basic('limited', 'limited'),
    build: (scenario) => build(control, scenario, run, today),
    perform: (act, world) => perform(control, act, world),
  };
}

async function build(
  control: FineractControl,
  scenario: Scenario,
  run: string,
  today: string,
): Promise<World> {
  const clientId = 7;
  const externalId = `${run}-client`;
  const aliases = Object.entries(scenario.accounts ?? {});
  await control.reset();
  const { accountIds } = await control.add({
    clients: [
      { id: clientId, externalId, firstname: 'Asha', lastname: 'Mwinyi', mobileNo: '255700000001' },
    ],
    accounts: aliases.map(([alias, setup]) => ({
      ...setup,
      externalId: `${run}-${alias}`,
      clientId,
      currency: 'TZS',
    })),
  });
  await control.changeTenant({
    users: [
      { name: 'mifos', password: 'password', permissions: 'ALL' },
      { name: 'limited', password: 'limited', permissions: [...(scenario.limitedUser ?? [])] },
    ],
  });
  const ids = aliases.map(([alias], index): [string, number] => [alias, accountIds[index] ?? 0]);
  return { run, clientId, accountIds: Object.fromEntries(ids), today };
}

async function perform(control: FineractControl, act: Act, world: World): Promise<void> {
  switch (act.act) {
    case 'sub-status':
      await control.changeAccount({
        accountId: `${world.run}-${act.account}`,
        subStatus: act.subStatus,
      });
      break;
    case 'client-active':
      await control.changeClient({ clientId: world.clientId, active: act.active });
      break;
    case 'forget-empty-key':
      break; // The tenant is fresh.
    case 'stick-key':
      await control.stickKey(act.idempotencyKey);
      break;
    case 'non-cash-payment-type':
      await control.changeTenant({ hasNonCashPaymentType: act.present });
      break;
    case 'maker-checker':
      await control.changeTenant({ makerChecker: [...act.permissions] });
  }
}
