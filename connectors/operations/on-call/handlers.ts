/** Whom the hub has called for what, and who has taken it. */
import { small } from '../../common/api/handler';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { Pages, type Place } from '../api/pages';
import { calledForNow, type CalledFor } from './called-for';
import { rememberedMax } from './decide';
import { subjectIn, wayIn } from './headline-words';

export function callsHandlers({ topics }: Pick<OperationsContext, 'topics'>) {
  return {
    readCalls: small((call) => {
      const { language } = call;
      const { tenant = '' } = call.parameters;
      const { calls, work } = topics;
      const own = work.of(tenant);
      const { lastCallAtMs } = calls.calledSoFar(tenant);
      const all = calledForNow(tenant, topics);
      const page = new Pages(['calledFor'], call).of('calledFor', all, placeOfTold);
      const rows = page.rows.map(({ key: matterKey, since, told }) => ({
        ...{ matterKey, since: told.since, times: told.times },
        firstCalledAt: formatDateTime(told.firstAtMs),
        lastCalledAt: formatDateTime(told.lastAtMs),
        owner: own.ownerOf(matterKey, since) ?? null,
      }));
      const underWay = calls.underWay().filter((one) => one.tenant === tenant);
      return Promise.resolve({
        json: {
          lastCallAt: lastCallAtMs === undefined ? null : formatDateTime(lastCallAtMs),
          calledFor: { ...page, rows, ...(all.length >= rememberedMax && { isCut: true }) },
          underWay: underWay.map((one) => ({
            ...{ callId: one.callId, at: one.at, number: one.number },
            subject: subjectIn(one, language),
            reached: one.reached.map((way) => wayIn(way, language)),
          })),
        },
      });
    }),
  };
}

/** What people were called for first comes first. */
function placeOfTold({ key, told: { firstAtMs } }: CalledFor): Place {
  return [firstAtMs, key];
}
