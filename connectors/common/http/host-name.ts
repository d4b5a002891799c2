/** The host of an address as certificates and sockets name it: a URL writes IPv6 in brackets. */
export function hostNameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
