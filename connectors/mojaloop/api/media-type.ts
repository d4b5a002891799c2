import { isUtf8, parseMediaTypeHeader, type MediaTypeHeader } from '../../common/http/media-type';

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

const typePattern = /^application\/vnd\.interoperability\.([a-z]+)\+json$/;
const versionPattern = /^(\d{1,4})(?:\.(\d{1,4}))?$/;

/** In whatever order its parameters stand; undefined with one that is not for media types of FSPIOP. */
export function parseMediaType(text: string): MediaType | undefined {
  const header = parseMediaTypeHeader(text);
  return header === undefined ? undefined : mediaTypeOf(header, ['version', 'charset']);
}

function mediaTypeOf(header: MediaTypeHeader, allowed: readonly string[]): MediaType | undefined {
  const { type, parameters } = header;
  // Names are compared without regard to case (RFC 9110); resources are spelled in camel case.
  const resource = typePattern.exec(type)?.[1];
  const isKnown = [...parameters.keys()].every((name) => allowed.includes(name));
  if (resource === undefined || !isKnown || !isUtf8(header)) return undefined;
  const version = parameters.get('version');
  if (version === undefined) return { resource, major: undefined, minor: undefined };
  const match = versionPattern.exec(version);
  return match === null ? undefined : { resource, major: match[1], minor: match[2] };
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

const weightPattern = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The media types of an Accept header, the most wanted first (RFC 9110 12.5.1), without those of weight 0. */
function wanted(accept: string): MediaType[] {
  return accept
    .split(',')
    .flatMap((text) => {
      const header = parseMediaTypeHeader(text);
      const weight = header?.parameters.get('q') ?? '1';
      if (header === undefined || !weightPattern.test(weight)) return [];
      const mediaType = mediaTypeOf(header, ['version', 'charset', 'q']);
      return mediaType === undefined ? [] : [{ mediaType, weight: Number(weight) }];
    })
    .filter((range) => range.weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ mediaType }) => mediaType);
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
  const ours = wanted(accept).filter((one) => one.resource === resource.toLowerCase());
  if (ours.length === 0) return { problem: 'malformed' };
  for (const range of ours) {
    const version = range.major === undefined ? otherwise : supportedVersionOf(range);
    if (version !== undefined) return { version };
  }
  return { problem: 'unacceptable' };
}
