/** NetworkPolicies as rules of nft, for a node that routes between pods. Who reaches whom is reach.ts's to say. */
import { openPorts, type Place, type Policy } from '../chart/reach';

export interface Located {
  readonly place: Place;
  /** Its address; no two places have the same. */
  readonly at: string;
}

export const tableName = 'payment-hub';

/**
 * A table for `nft -f` in the place of the one before: of all that is routed it lets through what the policies do, and answers.
 *
 * @param node what calls itself by this address reaches everything: no cluster keeps a node from its own pods
 */
export function nftRules(
  policies: readonly Policy[],
  everybody: readonly Located[],
  node: string,
): string {
  const accepted = everybody.flatMap((from) =>
    everybody.filter((to) => to !== from).flatMap((to) => rulesBetween(policies, from, to)),
  );
  return [
    // Deleted whether it was there or not, and all at one moment.
    `table inet ${tableName}`,
    `delete table inet ${tableName}`,
    `table inet ${tableName} {`,
    '  chain forward {',
    '    type filter hook forward priority 0; policy drop;',
    '    ct state established,related accept',
    `    ip saddr ${node} accept`,
    ...accepted.map((rule) => `    ${rule}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

function rulesBetween(policies: readonly Policy[], from: Located, to: Located): readonly string[] {
  const open = openPorts(policies, from.place, to.place);
  return (['TCP', 'UDP'] as const).flatMap((protocol) => {
    const ports = open.filter((port) => (port.protocol ?? 'TCP') === protocol);
    if (ports.length === 0) return [];
    const numbers = ports.map(({ number }) => number).join(', ');
    return [
      `ip saddr ${from.at} ip daddr ${to.at} ${protocol.toLowerCase()} dport { ${numbers} } accept`,
    ];
  });
}
