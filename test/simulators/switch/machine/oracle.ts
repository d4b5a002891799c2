export interface PartyEntry {
  readonly partyIdType: string;
  readonly partyIdentifier: string;
  readonly partySubIdOrType?: string;
  readonly fspId: string;
  readonly currency?: string;
}

/** Which FSP holds which party. One entry per party and currency, as in the real switch's oracle. */
export class Oracle {
  private readonly entries = new Map<string, PartyEntry[]>();

  add(entry: PartyEntry): void {
    const key = keyOf(entry.partyIdType, entry.partyIdentifier, entry.partySubIdOrType);
    const others = (this.entries.get(key) ?? []).filter(
      ({ currency }) => currency !== entry.currency,
    );
    this.entries.set(key, [...others, entry]);
  }

  find(type: string, identifier: string, subId?: string): readonly PartyEntry[] {
    return this.entries.get(keyOf(type, identifier, subId)) ?? [];
  }

  remove(type: string, identifier: string, subId?: string): void {
    this.entries.delete(keyOf(type, identifier, subId));
  }

  clear(): void {
    this.entries.clear();
  }
}

function keyOf(type: string, identifier: string, subId: string | undefined): string {
  return JSON.stringify([type, identifier, subId ?? null]);
}
