import type { Caught, Match } from './gate';
import type { World } from './world';

/** What can go wrong with a request, whoever makes it. */

/** It never arrives. */
export function lose(world: World, match: Match, count = 1): void {
  world.gate.intercept({ match, count, handle: ({ cut }) => cut() });
}

/** The peer acts on it, but its answer never arrives. */
export function loseAnswer(world: World, match: Match, count = 1): void {
  const handle = async ({ act, cut }: Caught): Promise<void> => {
    await act();
    cut();
  };
  world.gate.intercept({ match, count, handle });
}

/** It arrives twice. */
export function repeat(world: World, match: Match, count = Infinity): void {
  const handle = async ({ act, pass }: Caught): Promise<void> => {
    await act();
    await act();
    await pass();
  };
  world.gate.intercept({ match, count, handle });
}

/** The peer acts on it only when whoever asked has given up. */
export function outwait(world: World, match: Match, count = 1): void {
  const handle = async ({ gone, act }: Caught): Promise<void> => {
    await gone;
    await act();
  };
  world.gate.intercept({ match, count, handle });
}

/** Nobody answers; whoever asked gives up, and the peer has never heard of it. */
export function swallow(world: World, match: Match, count = 1): void {
  world.gate.intercept({ match, count, handle: ({ gone }) => gone });
}

/** The callback to a request overtakes the HTTP answer to it: it comes before anybody awaits it. */
export function overtake(world: World, request: Match, callback: Match): void {
  const delivered = new Promise<void>((resolve) => {
    const handle = async ({ pass }: Caught): Promise<void> => {
      await pass();
      resolve();
    };
    world.gate.intercept({ match: callback, count: 1, handle });
  });
  const handle = async ({ act, pass }: Caught): Promise<void> => {
    await act();
    await delivered;
    await pass();
  };
  world.gate.intercept({ match: request, count: 1, handle });
}

/** Seems to have arrived, and arrives only when the world delivers what was postponed. */
export function postpone(world: World, match: Match, count = 1): void {
  const handle = ({ passage, answer, act }: Caught): void => {
    world.postponed.push(act);
    answer(passage.method === 'POST' ? 202 : 200);
  };
  world.gate.intercept({ match, count, handle });
}
