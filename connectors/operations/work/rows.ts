/** What waits for people, as rows of their work list: pure. */
import { matterKey, type Matter, type PaymentMatter } from '../../common/contracts/back-office';
import { matterTexts } from '../../common/contracts/matter-words';
import type { OwnWork } from '../../common/contracts/operator-work';
import type { EpochMs } from '../../common/runtime';
import { parseDateTime } from '../../common/time';
import type { Language } from '../../common/words/languages';
import { choicesOf } from '../decisions/choices';
import type { IncidentGroup } from '../incidents/cause';
import { moneyText } from '../story/money-text';
import { workWords } from './work-words';

export interface RowSurroundings {
  readonly work: OwnWork;
  readonly nowMs: EpochMs;
  readonly language: Language;
}

export function paymentRow(matter: PaymentMatter, { work, nowMs, language }: RowSurroundings) {
  const { tenant, side, transactionId, transferId, amount, reason, verdict } = matter;
  const { since, toldAt, decided, errorInformation } = matter;
  const said = workWords[language];
  const sum = amount === null ? said.aPayment : moneyText(amount);
  return {
    matterKey: matterKey(matter),
    ...{ tenant, side, transactionId, transferId, amount, reason, verdict, since, toldAt },
    ageS: ageS(since, nowMs),
    sentence: `${sum}. ${said.stands[`${side} ${reason}`]}`,
    whatToDo: matterTexts(matter, language).whatToDo,
    ...{ decided, error: errorInformation },
    choices: choicesOf(matter, language),
    owner: work.ownerOf(matterKey(matter), since) ?? null,
  };
}

export function incidentsRow(
  { group, cause, incidents }: IncidentGroup,
  { work, nowMs, language }: RowSurroundings,
) {
  const [oldest] = incidents;
  const count = incidents.length;
  const since = oldest?.since ?? '';
  const said = workWords[language];
  return {
    ...{ group, matterKey: causeKey(group), cause, count, since },
    ageS: ageS(since, nowMs),
    sentence: said.standStill(count, cause.step, cause.message),
    whatToDo: said.mendAll,
    /** Those that may be corrected at the step. */
    variables: oldest?.variables ?? [],
    sample: incidents.slice(0, samplesMax).map(sampleOf),
    owners: [...new Set(incidents.flatMap((one) => ownerName(one, work) ?? []))],
    choices: oldest === undefined ? [] : choicesOf(oldest, language),
  };
}

const samplesMax = 5;

function sampleOf(incident: IncidentGroup['incidents'][number]) {
  const { incidentKey, since, toldAt, message, transactionId, transferId } = incident;
  return { incidentKey, since, toldAt, message, transactionId, transferId };
}

/** Of all incidents of one cause, where a matter is named. */
export function causeKey(group: string): string {
  return `cause:${group}`;
}

export function ownerName(matter: Matter, work: OwnWork): string | undefined {
  return work.ownerOf(matterKey(matter), matter.since)?.name;
}

function ageS(since: string, nowMs: EpochMs): number {
  return Math.max(0, Math.round((nowMs - (parseDateTime(since) ?? nowMs)) / 1_000));
}
