/** Where people open the operators' page: the role operations serves it there, and whoever is called gets a link to it. */
import { z } from 'zod';
import { httpUrl } from '../../common/config/http-url';

export const unsafe = 'must begin with https://; http:// is for localhost and 127.0.0.1 alone';

/** Without a slash at its end. */
const pageOrigin = httpUrl.transform((text, context) => {
  const page = new URL(text);
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
  };
  if (page.pathname !== '/' || page.search !== '' || page.hash !== '') {
    refuse('must be an origin, with nothing after host and port');
  }
  if (!isSafe(page)) refuse(unsafe);
  return page.origin;
});

export const pageUrlEnvironment = z.object({
  OPERATIONS_PAGE_URL: pageOrigin
    .optional()
    .describe(
      'The origin at which people open the operators’ page, `https://operations.lion.example`: set, it turns the page on; the role on-call links to it',
    )
    .meta({ formerly: 'ON_CALL_PAGE_URL' }),
});

/** Where a person sees for what people were called, and takes it; whoever is signed out comes there after signing in. */
export function callsAddress(origin: string, tenant: string): string {
  return `${origin}/app/${tenant}/system/calls`;
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1';
}

export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url);
}
