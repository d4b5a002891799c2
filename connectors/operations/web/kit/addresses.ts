/** Addresses of views, from every place: `~` begins at the page. Names stand in them as they are, whatever is in them. */
export function placeAddress(tenant: string, place: 'work' | 'payments'): string {
  return `~/app/${addressOf(tenant)}/${place}`;
}

export function paymentAddress(tenant: string, transactionId: string): string {
  return `${placeAddress(tenant, 'payments')}/${addressOf(transactionId)}`;
}

/** What waits for a person, in Work. */
export function matterAddress(tenant: string, matterKey: string): string {
  return `${placeAddress(tenant, 'work')}/${addressOf(matterKey)}`;
}

/** Why payments stand still, in Work. */
export function causeAddress(tenant: string, group: string): string {
  return `${placeAddress(tenant, 'work')}/incidents/${addressOf(group)}`;
}

/** To hand to somebody outside of the page. */
export function fullAddress(origin: string, address: string): string {
  return `${origin}${address.replace(/^~/, '')}`;
}

/** The part of an address that names something. */
export function addressOf(name: string): string {
  return encodeURIComponent(name);
}

export function nameIn(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // Somebody's own typing.
    return address;
  }
}
