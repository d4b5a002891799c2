/** How long the engine keeps a message that no process waits for yet, in milliseconds. */
export const messageLifetimesMs = {
  /** A request starts its process at once; this bridges an engine that is just being deployed to. */
  request: 30_000,
  /** Longer than a job's time-out: the callback can be here before the engine knows that we asked. */
  callback: 300_000,
  /**
   * "Not found" and "not yet" about a transfer. Shorter than the pause between two questions and than what
   * timers.switchSweep adds to the switch's own 15 s: an answer from before the sweep must not lie in the
   * engine until a question after it, for there "not found" releases the payer's hold.
   */
  transferNotDecided: 5_000,
} as const;
