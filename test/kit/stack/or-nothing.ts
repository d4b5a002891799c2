/** What consists of several parts starts whole, or leaves nothing running. */

export type Stop = () => Promise<void>;

/** @param start puts into `stops` how each part that has started is stopped */
export async function startOrNothing<Parts extends object>(
  start: (stops: Stop[]) => Promise<Parts>,
): Promise<Parts & { readonly stop: Stop }> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    // The newest first: the hub before the engine that it needs to end its work.
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await start(stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for all, so that what has started is stopped when another has not. Rejects as that one. */
export async function allStarted(
  stops: Stop[],
  starting: readonly Promise<{ stop(): Promise<void> }>[],
): Promise<void> {
  for (const one of await Promise.allSettled(starting)) {
    if (one.status === 'fulfilled') stops.push(() => one.value.stop());
  }
  await Promise.all(starting);
}
