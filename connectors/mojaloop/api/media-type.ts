/** FSPIOP 3.2.1, 3.3.4: `application/vnd.interoperability.<resource>+json;version=<major>[.<minor>]`. */

export const supportedVersions = ['1.0', '1.1', '2.0'] as const;
export type FspiopVersion = (typeof supportedVersions)[number];

/** The resources of FSPIOP 6, as they stand in paths and media types. */
export const resources = [
  'participants',
  'parties',
  'transactionRequests',
  'quotes',
  'authorizations',
  'transfers',
  'transactions',
  'bulkQuotes',
  'bulkTransfers',
] as const;
export type Resource = (typeof resources)[number];

export interface MediaType {
  readonly resource: string;
  readonly major: string | undefined;
  readonly minor: string | undefined;
}

const pattern =
  /^application\/vnd\.interoperability\.([a-z]+)\+json(?:\s*;\s*version=(\d{1,4})(?:\.(\d{1,4}))?)?(?:\s*;\s*charset=utf-8)?$/i;

export function parseMediaType(text: string): MediaType | undefined {
  const match = pattern.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  // Names are compared without regard to case (RFC 9110); resources are spelled in camel case.
  return { resource: match[1].toLowerCase(), major: match[2], minor: match[3] };
}

export function contentTypeOf(resource: Resource, version: string): string {
  return `application/vnd.interoperability.${resource}+json;version=${version}`;
}

/** Any minor version will do: the standard keeps them compatible. */
export function acceptOf(resource: Resource, version: string): string {
  return contentTypeOf(resource, version.split('.', 1)[0] ?? version);
}

/** The version that the media type names, in its newest minor if it leaves that open, if we support it. */
export function supportedVersionOf({ major, minor }: MediaType): FspiopVersion | undefined {
  return supportedVersions.findLast((supported) =>
    minor === undefined ? supported.startsWith(`${major}.`) : supported === `${major}.${minor}`,
  );
}

export type Negotiation =
  { readonly version: FspiopVersion } | { readonly problem: 'malformed' | 'unacceptable' };

const weight = /\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;

/** The media types of an Accept header, the most wanted first (RFC 9110 12.5.1), without those of weight 0. */
function wanted(accept: string): string[] {
  return accept
    .split(',')
    .map((text) => ({
      text: text.replace(weight, ''),
      weight: Number(weight.exec(text)?.[1] ?? 1),
    }))
    .filter((range) => range.weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ text }) => text);
}

/**
 * The version to answer in. `Accept` may list several; the first that we support wins. One that names no
 * version leaves the choice to us: `otherwise`, the version that the request itself has, and not our latest,
 * as FSPIOP 3.3.4.1 reads: the peer has shown that it understands the former.
 */
export function negotiate(
  accept: string,
  resource: Resource,
  otherwise: FspiopVersion,
): Negotiation {
  const ranges = wanted(accept).map(parseMediaType);
  const ours = ranges.filter((one) => one?.resource === resource.toLowerCase()) as MediaType[];
  if (ours.length === 0) return { problem: 'malformed' };
  for (const range of ours) {
    const version = range.major === undefined ? otherwise : supportedVersionOf(range);
    if (version !== undefined) return { version };
  }
  return { problem: 'unacceptable' };
}
