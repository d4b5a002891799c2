import { z } from 'zod';

/** An http or https address. What is wrong with it is told by its part, and never the address: it may hold a secret. */
export const httpUrl = z.string().superRefine((text, context) => {
  const message = problemOf(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** One to which paths are added; without slashes at its end. */
export const httpBaseUrl = httpUrl
  .refine((text) => !/[?#]/.test(text), 'must end before ? and #: paths are added to it')
  .transform((text) => text.replace(/\/+$/, ''));

function problemOf(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (/\s/.test(text)) return 'must have no spaces or line breaks';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'must begin with https:// or http://';
  if (scheme !== 'https' && scheme !== 'http') {
    return `must begin with https:// or http://, not ${scheme}://`;
  }
  const [authority = ''] = text.slice(scheme.length + '://'.length).split(/[/?#]/, 1);
  if (authority.includes('@')) return 'must have no user name or password';
  const [, host = '', port] = /^(\[.*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (host === '') return 'has no host after the ://';
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return 'must have a port from 1 to 65535, or none';
  }
  return URL.canParse(text) ? undefined : 'has a host that is neither a name nor an IP address';
}
