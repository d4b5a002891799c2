/** What is to be told on the back office topic, by what it says and what is so: pure. */
import { matterKey, type Matter } from '../../common/contracts/back-office';
import { canonicalJson } from '../../common/json';

/** Told anew, so that the topic's retention takes nothing that waits, and readers see that somebody looks. */
const toldAgainAfterMs = 86_400_000;

/** Of what waits now, those that the topic does not say as they are. */
export function newOrChanged(
  current: readonly Matter[],
  known: (key: string) => Matter | undefined,
  nowMs: number,
): Matter[] {
  return current.filter((matter) => {
    const told = known(matterKey(matter));
    if (told === undefined || nowMs - Date.parse(told.toldAt) > toldAgainAfterMs) return true;
    return sameText(told) !== sameText(matter);
  });
}

function sameText(matter: Matter): string {
  return canonicalJson({ ...matter, toldAt: '' });
}

export function settled(matter: Matter, nowMs: number): Matter {
  return { ...matter, state: 'settled', toldAt: new Date(nowMs).toISOString() };
}
