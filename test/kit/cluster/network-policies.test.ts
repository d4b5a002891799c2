import { policiesIn, type Place } from '../chart/reach';
import type { Manifest } from '../chart/render';
import { nftRules, type Located } from './network-policies';

const pod = (name: string, at: string, ports: Place['ports'] = []): Located => ({
  place: { name, namespace: 'shop', labels: { app: name }, ports },
  at,
});
const till = pod('till', '10.64.1.2', [{ name: 'http', number: 8080 }, { number: 9000 }]);
const books = pod('books', '10.64.1.3', [
  { number: 5432 },
  { number: 7946 },
  { number: 7946, protocol: 'UDP' },
]);
const outsider = (name: string, address: string): Located => ({
  place: { name, address, ports: [{ number: 443 }] },
  at: address,
});
const bank = outsider('bank', '203.0.113.7');
const tax = outsider('tax office', '203.0.113.99');
const everybody = [till, books, bank, tax];

const policy = (app: string, spec: object) =>
  policiesIn([
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
      metadata: { name: app, namespace: 'shop' },
      spec: { podSelector: { matchLabels: { app } }, ...spec },
    } satisfies Manifest,
  ]);

/** The till is called by nobody but the books; it calls the bank and no other of its block. */
const ofTill = policy('till', {
  policyTypes: ['Ingress', 'Egress'],
  ingress: [
    { from: [{ podSelector: { matchLabels: { app: 'books' } } }], ports: [{ port: 'http' }] },
  ],
  egress: [
    { to: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.64/26'] } }] },
    {
      to: [{ podSelector: { matchLabels: { app: 'books' } } }],
      ports: [{ protocol: 'UDP', port: 7946 }],
    },
  ],
});

const accepted = (...parameters: Parameters<typeof nftRules>) =>
  nftRules(...parameters)
    .split('\n')
    .filter((line) => line.includes('dport'))
    .map((line) => line.trim());

describe('NetworkPolicies as rules of nft', () => {
  test('what no rule names is dropped, answers and the node itself are not', () => {
    const rules = nftRules(ofTill, [], '10.64.1.254');
    expect(rules).toContain('policy drop;');
    expect(rules).toContain('ct state established,related accept');
    expect(rules).toContain('ip saddr 10.64.1.254 accept');
    expect(accepted(ofTill, [], '10.64.1.254')).toEqual([]);
  });

  test('a pod that a policy selects has what it is granted: by named port, by block and its exception, by protocol', () => {
    const ofPod = accepted(ofTill, everybody, '10.64.1.254').filter((rule) =>
      rule.includes(till.at),
    );
    expect(ofPod).toEqual([
      'ip saddr 10.64.1.2 ip daddr 10.64.1.3 udp dport { 7946 } accept',
      'ip saddr 10.64.1.2 ip daddr 203.0.113.7 tcp dport { 443 } accept',
      'ip saddr 10.64.1.3 ip daddr 10.64.1.2 tcp dport { 8080 } accept',
    ]);
  });

  test('one that no policy selects is open, in both directions', () => {
    expect(accepted(ofTill, everybody, '10.64.1.254')).toEqual(
      expect.arrayContaining([
        'ip saddr 10.64.1.3 ip daddr 203.0.113.99 tcp dport { 443 } accept',
        'ip saddr 203.0.113.7 ip daddr 10.64.1.3 tcp dport { 5432, 7946 } accept',
      ]),
    );
  });

  test('both sides must let it through', () => {
    const closed = policy('books', { policyTypes: ['Ingress'] });
    const rules = accepted([...ofTill, ...closed], everybody, '10.64.1.254');
    expect(rules.filter((rule) => rule.includes(`daddr ${books.at}`))).toEqual([]);
  });

  test('without policies every port of everybody is open to everybody', () => {
    const pairs = everybody.length * (everybody.length - 1);
    // One more for each caller of the port over UDP.
    expect(accepted([], everybody, '10.64.1.254')).toHaveLength(pairs + 3);
  });
});
