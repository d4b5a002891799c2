/** What waits for a person: payments, and processes that stand still. */
import { small } from '../../common/api/handler';
import { matterTexts } from '../../common/contracts/matter-words';
import type { OperationsContext } from './context';
import { Pages, placeOfMatter } from './pages';

export function waitingHandlers({ topics }: OperationsContext) {
  return {
    listWaiting: small((call) => {
      const own = topics.matters
        .waiting()
        .filter(({ tenant }) => tenant === call.parameters['tenant']);
      const { rows, next } = new Pages(['waiting'], call).of('waiting', own, placeOfMatter);
      const waiting = rows.map((one) => ({ ...one, ...matterTexts(one, call.language) }));
      return Promise.resolve({ json: { waiting, next } });
    }),
  };
}
