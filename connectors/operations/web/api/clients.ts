/** The APIs behind the page, through its own server, which knows who is signed in. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as FeeRulesPaths } from './generated/fee-rules';
import type { paths as ObligationsPaths } from './generated/obligations';
import type { paths as OperationsPaths } from './generated/operations';
import { chosenLanguage } from './language';
import { noAnswer, problemOf } from './problem';

/** A page of another origin cannot send it. */
const pageHeader = { 'Payment-Hub-Page': '1' } as const;

/**
 * The page's own server, where none of the clients below does.
 * @throws ApiProblem where there is no answer; what an answer says is left to the caller
 */
export async function askServer(
  path: string,
  init: { readonly method?: 'POST'; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  try {
    return await fetch(path, {
      ...init,
      headers: { ...pageHeader, ...chosenLanguage(), ...init.headers },
    });
  } catch (error) {
    throw noAnswer(error);
  }
}

type Heard = () => void;
let sessionEnded: Heard = () => undefined;

/** Called whenever an answer says that nobody is signed in (any more). */
export function onSessionEnded(heard: Heard): void {
  sessionEnded = heard;
}

/** Who asks in one language by name is answered in that. */
const language: Middleware = {
  onRequest({ request: { headers } }) {
    for (const [name, value] of Object.entries(chosenLanguage())) {
      if (!headers.has(name)) headers.set(name, value);
    }
  },
};

/** What is not done is thrown, so that no caller takes it for done. */
const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    if (response.status === 401) sessionEnded();
    throw await problemOf(response);
  },
  onError({ error }) {
    return noAnswer(error);
  },
};

function clientOf<Paths extends object>(baseUrl: string) {
  const client = createClient<Paths>({ baseUrl, headers: pageHeader });
  client.use(language, problems);
  return client;
}

export const operations = clientOf<OperationsPaths>('/bff/api');
export const feeRules = clientOf<FeeRulesPaths>('/bff/fee-rules');
export const obligations = clientOf<ObligationsPaths>('/bff/obligations');

/**
 * What a client resolves to, once problems are thrown.
 * @throws ApiProblem
 */
export async function dataOf<Data>(asked: Promise<{ readonly data?: Data }>): Promise<Data> {
  const { data } = await asked;
  return data as Data;
}
