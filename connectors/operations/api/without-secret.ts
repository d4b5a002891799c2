import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

/** For who asks for a person by a number. */
export function withoutSecret(): Problem {
  return new Problem('not-set-up', {
    detail: translated(apiWords, (said) => said.withoutSecret),
  });
}
