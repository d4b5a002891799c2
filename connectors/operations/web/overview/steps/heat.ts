/** The figures of a heat map, how dark each is, and what finds the payments that it counts. Pure. */
import type { PassedFigures } from '../figures';
import { statesNotMade, statesOf, type LinkedSearch } from '../payments-link';

export const heats = {
  wentThrough: { of: 'payments', tone: 'went' },
  notMade: { of: 'notMade', tone: 'lost' },
  standAt: { of: 'open', tone: 'stands' },
  standStill: { of: 'standsStill', tone: 'lost' },
} as const satisfies Readonly<
  Record<string, { readonly of: keyof PassedFigures; readonly tone: string }>
>;
export type Heat = keyof typeof heats;
export const heatNames = Object.keys(heats) as readonly Heat[];

export const countOf = (heat: Heat, figures: PassedFigures): number => figures[heats[heat].of];

/** What is counted: a step of payments, or an element of a diagram. */
export interface Heated {
  readonly key: string;
  readonly title: string;
  /** As the API calls it. */
  readonly name: string;
  readonly figures: PassedFigures;
  /** What finds those that went through it, and those that may stand at it. */
  readonly through: Partial<LinkedSearch>;
  readonly standing: Partial<LinkedSearch>;
}

export function searchFor(heat: Heat, { through, standing }: Heated): Partial<LinkedSearch> {
  const standsHere = { ...standing, states: statesOf.open };
  return {
    wentThrough: through,
    notMade: { ...through, states: statesNotMade },
    standAt: standsHere,
    standStill: { ...standsHere, standsStill: true },
  }[heat];
}

/** Text on it is still read with ease. */
const darkestPercent = 45;

/** For a style sheet: of the most that there are of this figure. */
export function shareIn(heated: readonly Heated[], heat: Heat): (one: Heated) => string {
  const most = Math.max(...heated.map(({ figures }) => countOf(heat, figures)), 1);
  return ({ figures }) =>
    `${String(Math.round((countOf(heat, figures) / most) * darkestPercent))}%`;
}
