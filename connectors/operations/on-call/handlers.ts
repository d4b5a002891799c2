/** Whom the hub has called for what, and who has taken it. */
import { small } from '../../common/api/handler';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { listed } from '../api/listed';

export function callsHandlers({ topics }: Pick<OperationsContext, 'topics'>) {
  return {
    readCalls: small(({ parameters: { tenant = '' } }) => {
      const { calls, work } = topics;
      const own = work.of(tenant);
      const { told, lastCallAtMs } = calls.calledSoFar(tenant);
      const rows = [...told].map(([matterKey, { since, firstAtMs, lastAtMs, times }]) => ({
        ...{ matterKey, since, times },
        firstCalledAt: formatDateTime(firstAtMs),
        lastCalledAt: formatDateTime(lastAtMs),
        owner: own.ownerOf(matterKey, since) ?? null,
      }));
      const underWay = calls.underWay().filter((call) => call.tenant === tenant);
      return Promise.resolve({
        json: {
          lastCallAt: lastCallAtMs === undefined ? null : formatDateTime(lastCallAtMs),
          calledFor: listed(rows),
          underWay: underWay.map(({ callId, at, number, subject, reached }) => {
            return { callId, at, number, subject, reached };
          }),
        },
      });
    }),
  };
}
