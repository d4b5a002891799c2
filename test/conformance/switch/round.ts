import type { Say } from '../../kit/stack/toolbox/distribution';
import type { Combination } from './combinations';
import { play, type Result } from './play';
import type { Scenario } from './scenario';
import type { Cast, Stage } from './stage';

export interface Round {
  readonly combination: Combination;
  readonly results: readonly Result[];
}

/** All scenarios in one combination: side by side, then those that want to be alone, then those that look back. */
export async function playRound(
  stage: Stage,
  combination: Combination,
  chosen: readonly Scenario[],
  say: Say,
): Promise<Round> {
  say(`${combination.name}: ${chosen.length} scenarios`);
  stage.tap.passages.length = 0;
  const casts = await stage.admit(combination);
  const [first] = casts;
  if (first === undefined) throw new Error('there is no lane');
  const results: Result[] = [];
  const playOne = async (cast: Cast, scenario: Scenario): Promise<void> => {
    const result = await play(stage, cast, scenario);
    results.push(result);
    if (result.outcome === 'failed') {
      say(`✗ ${scenario.id} ${scenario.title}: ${result.words.join('; ')}`);
    }
  };
  const phaseOf = (scenario: Scenario): 'together' | 'alone' | 'last' => {
    if (scenario.role === 'none') return 'together';
    if (scenario.isLast === true) return 'last';
    return scenario.isAlone === true ? 'alone' : 'together';
  };
  const isLong = (one: Scenario) => one.role !== 'none' && one.isLong === true;
  const together = chosen
    .filter((one) => phaseOf(one) === 'together')
    .sort((left, right) => Number(isLong(right)) - Number(isLong(left)));
  await Promise.all(
    casts.map(async (cast) => {
      for (let next = together.shift(); next !== undefined; next = together.shift()) {
        await playOne(cast, next);
      }
    }),
  );
  for (const phase of ['alone', 'last'] as const) {
    for (const one of chosen.filter((other) => phaseOf(other) === phase)) await playOne(first, one);
  }
  return { combination, results: await lookAgain(results) };
}

/** When all is over, every account must still stand as it stood. */
function lookAgain(results: readonly Result[]): Promise<Result[]> {
  return Promise.all(
    results.map(async (result) => {
      const words = await result.lookAgain();
      if (words.length === 0) return result;
      return { ...result, outcome: 'failed', words: [...result.words, ...words] };
    }),
  );
}
