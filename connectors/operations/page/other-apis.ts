/** The APIs of two other roles, for the page: passed on with the person's own token, which those roles check by themselves. */
import type { RequestHandler } from 'express';
import { Problem } from '../../common/api/problems';
import { PassOn } from '../../common/http/pass-on';
import type { Logger } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { admitted } from './admission';
import { pageServerWords } from './page-words';

const requestHeaders = [
  ...['accept', 'accept-language', 'content-type', 'content-length', 'content-encoding'],
  ...['if-match', 'if-none-match', 'prefer', 'traceparent'],
];

const answerHeaders = [
  ...['content-type', 'content-length', 'content-disposition', 'content-language', 'location'],
  ...['cache-control', 'etag', 'last-modified', 'vary', 'retry-after', 'allow', 'link'],
  ...['traceparent', 'ratelimit', 'ratelimit-policy', 'preference-applied'],
];

export interface OtherApi {
  readonly handler: RequestHandler;
  close(): void;
}

/** @param baseUrl undefined: this hub has none */
export function otherApi(
  api: 'feeRules' | 'obligations',
  baseUrl: string | undefined,
  log: Logger,
): OtherApi {
  if (baseUrl === undefined) {
    return {
      handler: () => {
        const detail = translated(pageServerWords, (said) => said.notConnected(said.apis[api]));
        throw new Problem('unknown-path', { detail });
      },
      close: () => undefined,
    };
  }
  const what = translated(pageServerWords, (said) => said.apis[api]);
  const passOn = new PassOn({ baseUrl, what, requestHeaders, answerHeaders, log });
  return {
    handler: async (request, response) => {
      const authorization = `Bearer ${admitted(response).accessToken}`;
      const { path, search } = beyond(request.originalUrl);
      await passOn.pass({ request, response }, path + search, { authorization });
    },
    close: () => passOn.close(),
  };
}

/** `/bff/fee-rules/rule-sets?state=draft`: what stands behind the second name. */
function beyond(originalUrl: string): { readonly path: string; readonly search: string } {
  const [, path = '', search = ''] = /^\/[^/]*\/[^/?]*([^?]*)(.*)$/s.exec(originalUrl) ?? [];
  return { path, search };
}
