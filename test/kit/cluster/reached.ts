/** Who reached whom by real connections, to be held to what the policies say. */
import { reachable, type Policy } from '../chart/reach';
import { knock } from './knock/knock';
import { isPod, type Somebody } from './somebody';

export interface Reached {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/**
 * Every port over TCP of everybody, knocked at by everybody else.
 *
 * @param elsewhere pods of other nodes, knocked at by the pods of this one
 */
export async function reachedIn(
  places: readonly Somebody[],
  elsewhere: readonly Somebody[] = [],
): Promise<readonly Reached[]> {
  const all = await Promise.all(
    places.map(async (from) => {
      const doors = [...doorsFor(from, places), ...(isPod(from) ? doorsOf(elsewhere) : [])];
      const came = await knock(from, from.at, doors);
      // Refused is reached: it was the pod that said so.
      return doors
        .filter((_, index) => came[index] !== 'silent')
        .map((door) => asReached(from, door));
    }),
  );
  return all.flat();
}

/** The same, as the policies say it. */
export function allowedIn(
  policies: readonly Policy[],
  places: readonly Somebody[],
): readonly Reached[] {
  return places.flatMap((from) =>
    doorsFor(from, places)
      .filter(({ to, port }) => reachable(policies, from.place, to.place).includes(port))
      .map((door) => asReached(from, door)),
  );
}

interface DoorOf {
  readonly to: Somebody;
  readonly at: string;
  readonly port: number;
}

/** Who is outside is no pod's neighbour, and what is in one namespace needs none: what they say to each other no node routes. */
function doorsFor(from: Somebody, places: readonly Somebody[]): readonly DoorOf[] {
  const isHere = (to: Somebody) => to.launcher.join() === from.launcher.join();
  return doorsOf(places.filter((to) => !isHere(to)));
}

const doorsOf = (places: readonly Somebody[]): readonly DoorOf[] =>
  places.flatMap((to) =>
    to.place.ports
      .filter(({ protocol }) => protocol === undefined)
      .map(({ number }) => ({ to, at: to.at, port: number })),
  );

const asReached = (from: Somebody, { to, port }: DoorOf): Reached => ({
  from: from.place.name,
  to: to.place.name,
  port,
});

/** In an order that is always the same. */
export const linesOf = (reached: readonly Reached[]): readonly string[] =>
  reached.map(({ from, to, port }) => `${from} reaches ${to} ${port}`).toSorted();
