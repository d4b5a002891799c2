/**
 * How many random examples a test tries: FUZZ_FACTOR times the usual number (`make fuzz-fee-rules`), with
 * time enough for them. fast-check tells the seed of what failed.
 */
const factor = Number(process.env['FUZZ_FACTOR'] ?? 1);

export const isCampaign = factor > 1;

export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil(usual * factor) };
}

/** On a machine that may be busy. */
export const timeoutMs = 120_000 * factor;
