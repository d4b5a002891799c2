import { found, type Check } from '../check';
import { messageOf } from '../message-of';
import { parseJson } from '../json';
import type { HttpTransport } from '../runtime';
import { readPublicKeys } from './public-keys';
import type { TokenSettings } from './token-settings';

const timeoutMs = 5_000;

/** Whether the keys that tokens are checked with are there. */
export function tokenCheck(
  { issuer, keys }: TokenSettings,
  http: HttpTransport,
  tenant?: string,
): Check {
  return {
    what: `the keys of tokens from ${issuer}`,
    ...(tenant !== undefined && { tenant }),
    run: async () => {
      const url = keys.jwksUrl;
      if (url === undefined) return found.ok('are in the settings');
      const headers = { Accept: 'application/json' };
      const whatToDo = `${url} must be where the identity provider publishes its keys, and be reachable from here.`;
      const answer = await http
        .request({ method: 'GET', url, headers, timeoutMs })
        .catch((error: unknown) => messageOf(error));
      if (typeof answer === 'string') {
        return found.away(`cannot be fetched from ${url}: ${answer}`, whatToDo);
      }
      if (answer.status !== 200) {
        return found.fail(`${url} answers ${answer.status}: every request is refused`, whatToDo);
      }
      try {
        const { length } = readPublicKeys(parseJson(answer.body) as object);
        return found.ok(`${length} at ${url}`);
      } catch (error) {
        return found.fail(`what ${url} answers ${messageOf(error)}`, whatToDo);
      }
    },
  };
}
