import type { VersionRules } from './http-rules';
import type { Oracle } from './oracle';
import type { Participants } from './participants';
import type { HexDigits } from './trace';

/** What the services of the switch share. */
export interface SwitchContext {
  readonly participants: Participants;
  readonly oracle: Oracle;
  /** Party id types that an oracle serves; others get 3003. */
  readonly oracleTypes: ReadonlySet<string>;
  readonly hexDigits: HexDigits;
}

export const acceptedVersions: VersionRules = {
  content: ['1.1', '1.0', '2.0'],
  accept: ['1', '1.0', '1.1', '2', '2.0'],
};
