/** What was sent, answered and called back in one scenario, with placeholders. The files hold these. */
export interface Recording {
  readonly scenario: string;
  readonly steps: readonly RecordedStep[];
  /** By how much a DFSP's position changed, decimal strings; those that did not change are left out. */
  readonly positions: Readonly<Record<string, string>>;
}

export interface RecordedStep {
  /** Such as `payer POST /transfers`, or what happened otherwise. */
  readonly does: string;
  /** FSPIOP-Destination. */
  readonly to?: string;
  /** Of the API, where it is not 1.1. */
  readonly version?: string;
  /** Those that differ from the usual ones; null: left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string;
  readonly answer?: { readonly status: number; readonly body?: string };
  /** What each DFSP heard because of it, in its order. */
  readonly heard: Readonly<Record<string, readonly RecordedCallback[]>>;
}

export interface RecordedCallback {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `<as sent>`: byte for byte what the step sent. */
  readonly body?: string;
}

/** One line for each step, so that a change in the switch is a change of few lines. */
export function toText(recordings: readonly Recording[]): string {
  const texts = recordings.map(({ scenario, positions, steps }) => {
    const lines = steps.map((step) => `  ${JSON.stringify(step)}`);
    const head = `{"scenario":${JSON.stringify(scenario)},"positions":${JSON.stringify(positions)},"steps":[`;
    return `${head}\n${lines.join(',\n')}\n]}`;
  });
  return `[\n${texts.join(',\n')}\n]\n`;
}
