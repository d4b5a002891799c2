import type { Session } from '../session';

export interface Scenario {
  readonly name: string;
  readonly run: (session: Session) => Promise<void>;
}

export function scenario(name: string, run: (session: Session) => Promise<void>): Scenario {
  return { name, run };
}
