/** As a server reads them. */
export function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? '';
  return lower;
}

/** Of a call to the channel, as an app of this tenant. */
export const jsonOf = (tenant: string) => ({
  'platform-tenantid': tenant,
  'content-type': 'application/json',
});
