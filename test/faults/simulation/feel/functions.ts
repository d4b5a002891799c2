import { negated, operate } from './operators';
import { DateTime, Duration, isContext, readDateTime, readDuration, type Value } from './values';

/** What an expression sees beside its variables: the engine's clock. */
export interface Surroundings {
  readonly now: () => number;
}

type FeelFunction = (args: readonly Value[], around: Surroundings) => Value;

/** A text with more digits would lose some as a JavaScript number. */
const digitsMax = 15;

const onText =
  (apply: (text: string) => Value): FeelFunction =>
  ([value = null]) =>
    typeof value === 'string' ? apply(value) : null;

export const functions: Readonly<
  Record<string, { readonly counts: readonly number[]; readonly call: FeelFunction }>
> = {
  now: { counts: [0], call: (_args, { now }) => new DateTime(now()) },
  not: { counts: [1], call: ([value = null]) => negated(value) },
  duration: {
    counts: [1],
    call: (args, around) =>
      args[0] instanceof Duration ? args[0] : onText(readDuration)(args, around),
  },
  'date and time': { counts: [1, 2], call: dateAndTime },
  number: { counts: [1], call: onText(readNumber) },
  count: { counts: [1], call: ([list = null]) => (Array.isArray(list) ? list.length : null) },
  'list contains': {
    counts: [2],
    call: ([list = null, wanted = null]) =>
      Array.isArray(list) ? list.some((one: Value) => operate('=', one, wanted) === true) : null,
  },
  'context put': {
    counts: [3],
    call: ([context = null, name = null, value = null]) =>
      isContext(context) && typeof name === 'string' ? { ...context, [name]: value } : null,
  },
  'get or else': { counts: [2], call: ([value = null, other = null]) => value ?? other },
};

function dateAndTime([value = null, zone = 'Z']: readonly Value[]): Value {
  if (zone !== 'Z') throw new Error('only the zone Z is simulated');
  if (value instanceof DateTime) return value;
  return typeof value === 'string' ? readDateTime(value) : null;
}

function readNumber(text: string): number | null {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return null;
  if (text.replaceAll(/\D/g, '').replace(/^0+/, '').length > digitsMax) {
    throw new Error(`number("${text}") has more digits than are simulated`);
  }
  return Number(text);
}
