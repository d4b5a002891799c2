/** Each part of a search in words, and the search without it. Pure. */
import type { PaymentStep } from '../../api/types';
import { formatInstant } from '../../words/formats';
import type { InLanguage } from '../../words/languages';
import type { Preferences } from '../../words/preferences';
import type { paymentStateWords } from '../../kit/payment-state';
import { changed, withTime, type Query } from './query';
import type { stepWords } from '../../kit/payment-steps';
import type { searchWords } from './words';

export interface Pill {
  readonly name: string;
  readonly without: Query;
}

interface Said {
  readonly words: InLanguage<(typeof searchWords)['en']>;
  readonly stateNames: InLanguage<(typeof paymentStateWords)['en']>;
  readonly stepNames: InLanguage<(typeof stepWords)['en']>;
  readonly preferences: Preferences;
}

/** @param typed what is looked for and stands in no address */
export function pillsOf(query: Query, typed: string | undefined, said: Said): readonly Pill[] {
  const { words, stateNames, stepNames } = said;
  const stepsSaid = (label: string, of: readonly PaymentStep[]) =>
    `${label}: ${of.map((step) => stepNames[step]).join(', ')}`;
  const pill = (name: string, without: Query): Pill => ({ name, without });
  const named = (field: keyof Query, name: (value: never) => string) => {
    const value = query[field];
    return value === undefined
      ? []
      : [pill(name(value as never), changed(query, { [field]: undefined }))];
  };
  const labelled = (field: keyof Query, label: string) =>
    named(field, (value: unknown) => `${label}: ${String(value)}`);
  return [
    ...named('id', words.pills.id),
    ...named('text', words.pills.text),
    ...named('hidden', () => words.hidden(typed ?? '…')),
    ...(query.states ?? []).map((state) =>
      pill(
        `${words.state}: ${stateNames[state]}`,
        changed(query, { states: query.states?.filter((one) => one !== state) }),
      ),
    ),
    ...timePills(query, said),
    ...named('side', (side: keyof typeof words.sides) => words.sides[side]),
    ...labelled('counterpart', words.counterpart),
    ...labelled('amountFrom', words.amountFrom),
    ...labelled('amountTo', words.amountTo),
    ...labelled('currency', words.currency),
    ...labelled('errorCodes', words.errorCodes),
    ...named('standsAt', (of: readonly PaymentStep[]) => stepsSaid(words.standsAt, of)),
    ...named('wentThrough', (of: readonly PaymentStep[]) => stepsSaid(words.wentThrough, of)),
    ...labelled('engine', words.engine),
    ...labelled('ranBy', words.ranBy),
    ...labelled('wentThroughElement', words.wentThroughElement),
    ...labelled('standsAtElement', words.standsAtElement),
    ...named('standsStill', (is: boolean) =>
      is ? words.standsStill : `${words.standsStill}: ${words.standsStills.false}`,
    ),
  ];
}

function timePills(query: Query, { words, preferences }: Said): readonly Pill[] {
  const { time, startedFrom, startedBefore } = query;
  const at = (instant: string) => formatInstant(Date.parse(instant), preferences);
  const pills: Pill[] = [];
  if (time !== undefined) {
    pills.push({ name: `${words.time}: ${words.times[time]}`, without: withTime(query, {}) });
  }
  if (startedFrom !== undefined) {
    const without = withTime(query, { startedBefore });
    pills.push({ name: words.pills.startedFrom(at(startedFrom)), without });
  }
  if (startedBefore !== undefined) {
    const without = withTime(query, { startedFrom });
    pills.push({ name: words.pills.startedBefore(at(startedBefore)), without });
  }
  return pills;
}
