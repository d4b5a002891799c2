import type { UpState } from './state';

const answerTimeoutMs = 3_000;

/** The parts of a stack that answer no more, by name: some process of it has died. */
export async function deadParts(state: UpState): Promise<string[]> {
  const parts = [
    ['the hub', `${state.managementAddress}/livez`],
    ['the switch', state.switchAddress],
    ['Fineract lion', state.fineractAddresses.lion],
    ['Fineract buffalo', state.fineractAddresses.buffalo],
    ['Zeebe', `${state.zeebeManagementAddress}/ready`],
    ...(state.audit === undefined
      ? []
      : [['Elasticsearch', state.audit.elasticsearchAddress] as const]),
  ] as const;
  const answers = await Promise.all(parts.map(([, url]) => isAlive(url)));
  return parts.flatMap(([name], index) => (answers[index] === true ? [] : [name]));
}

/** Whatever it answers, it is alive. */
async function isAlive(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
