import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Stage } from '../stage';
import { hastyPayer, patientPayer, toolkitFsp } from '../tenants';
import type { Assertion, Suite } from './suite';

/** The toolkit's own checks of the transfers that it gets. */
export const checksOfTransfers = {
  TRANSFERS_VALIDATION_WITH_PREVIOUS_QUOTES: true,
  TRANSFERS_VALIDATION_ILP_PACKET: true,
  TRANSFERS_VALIDATION_CONDITION: true,
} as const;

type Play<Scenario> = (
  stage: Stage,
  version: FspiopVersion,
  scenario: Scenario,
) => Promise<readonly Assertion[]>;

/** Scenarios one after the other; the toolkit is a DFSP and the switch. */
export function scenarioSuite<Scenario>(
  { name, toolkitIs }: Pick<Suite, 'name' | 'toolkitIs'>,
  scenarios: readonly Scenario[],
  play: Play<Scenario>,
  settings: object = {},
): Suite {
  return {
    name,
    toolkitIs,
    play: async (stage, version) => {
      await stage.toolkit.configure({
        ...{ CALLBACK_ENDPOINT: stage.hubUrl, FSPID: toolkitFsp, HUB_ONLY_MODE: false },
        ...settings,
      });
      const assertions: Assertion[] = [];
      for (const scenario of scenarios) {
        assertions.push(...(await play(stage, version, scenario)));
      }
      return assertions;
    },
  };
}

/** @param scenario hasty: waits for answers, or gives its customers, as short a time as may be */
export function tenantFor(
  version: FspiopVersion,
  { hasty = false }: { readonly hasty?: boolean },
): string {
  return hasty ? hastyPayer(version) : patientPayer(version);
}
