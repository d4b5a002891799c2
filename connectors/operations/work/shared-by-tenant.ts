/** One answer for all who ask for the same tenant while it is being found. */
export function sharedByTenant<Answer>(
  ask: (tenant: string) => Promise<Answer>,
): (tenant: string) => Promise<Answer> {
  const underWay = new Map<string, Promise<Answer>>();
  return (tenant) => {
    const known = underWay.get(tenant);
    if (known !== undefined) return known;
    const asked = ask(tenant).finally(() => underWay.delete(tenant));
    underWay.set(tenant, asked);
    return asked;
  };
}
