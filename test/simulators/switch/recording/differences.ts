/** Where the simulator is known not to do as the real switch did, and why that is left so. */
export interface KnownDifference {
  /** A place as `compare` names it, or its beginning up to a blank. */
  readonly place: string;
  readonly reason: string;
}

export const knownDifferences: readonly KnownDifference[] = [];
