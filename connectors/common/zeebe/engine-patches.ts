import { found, type Finding } from '../check';
import type { EpochMs } from '../runtime';

/** Of each line, by Camunda's release notes: the last day with patches, and where there is none to come the last one. */
const lines: Readonly<Record<string, { readonly until: string; readonly last?: string }>> = {
  '8.5': { until: '2025-10-14', last: '8.5.25' },
  '8.6': { until: '2026-04-14' },
  '8.7': { until: '2026-10-13' },
  '8.8': { until: '2027-04-13' },
  '8.9': { until: '2027-10-12' },
};
const triedOn = '8.5';

/** What is to be known of an engine's version before it is trusted with money. */
export function patchFinding(version: string, nowMs: EpochMs): Finding {
  const line = version.split('.', 2).join('.');
  const { until, last } = lines[line] ?? {};
  if (until !== undefined && nowMs >= Date.parse(until)) {
    const isBehind = last !== undefined && last !== version;
    return found.warn(
      `Zeebe ${line} has had no patches since ${until}${isBehind ? `, and ${version} lacks those up to ${last}` : ''}`,
      'Let nobody but the roles of the hub reach its gateway: whoever does can run code in it.' +
        `${isBehind ? ` Run ${last}.` : ''} k8s/ENGINES.md says how, and what else there is.`,
    );
  }
  const state = until === undefined ? 'is not known to this build' : `has patches until ${until}`;
  if (line === triedOn) return found.ok(`Zeebe ${line} ${state}`);
  return found.warn(
    `Zeebe ${line} ${state}; this build was tried on ${triedOn} alone`,
    'Try it where no money is real, and see to its licence: k8s/ENGINES.md.',
  );
}
