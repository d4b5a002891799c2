/** What waits for a person: payments, and processes that stand still. */
import { small } from '../../common/api/handler';
import type { OperationsContext } from './context';

export function waitingHandlers({ topics }: OperationsContext) {
  return {
    listWaiting: small(({ parameters: { tenant } }) => {
      const waiting = topics.matters
        .waiting()
        .filter((one) => one.tenant === tenant)
        .toSorted((left, right) => left.since.localeCompare(right.since));
      return Promise.resolve({ json: { waiting } });
    }),
  };
}
