import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { tenantsIn } from '../../test/kit/tenants';
import { ConfigurationError } from '../common/config/problems';
import { requestTimeoutMsMax, steps } from '../common/retries/steps';
import { settingsSchema } from './settings';

function load(section: string) {
  const directory = mkdtempSync(join(tmpdir(), 'mojaloop-settings-'));
  writeFileSync(join(directory, 'secret'), 'a secret of the lion\n');
  for (const name of ['tls', 'world-tls', 'keys/own.pem', 'keys/peers']) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  writeFileSync(
    join(directory, 'lion.yaml'),
    `tenant: lion\nfspId: lionfsp\ncurrencies: [TZS]\nmojaloop:\n${section}`,
  );
  return tenantsIn(directory, 'mojaloop', settingsSchema).get('lion')?.settings;
}

test('an address and a secret are enough', () => {
  expect(load('  switch: http://switch.example/\n  ilpSecretFile: secret\n')).toMatchObject({
    switches: [
      {
        addresses: { parties: 'http://switch.example', bulkTransfers: 'http://switch.example' },
        version: '1.1',
        hubNames: ['Hub'],
      },
    ],
    ilpSecret: 'a secret of the lion',
    transferAnswer: 'RESERVED',
  });
});

test('a switch may have an address for each resource, and a version may stand without quotes', () => {
  const section = [
    '  switch: { parties: http://a.example, quotes: http://b.example/, transfers: http://c.example }',
    '  ilpSecretFile: secret',
    '  version: 2.0',
  ].join('\n');
  expect(load(section)).toMatchObject({
    switches: [
      {
        addresses: {
          participants: 'http://a.example',
          parties: 'http://a.example',
          quotes: 'http://b.example',
          bulkQuotes: 'http://b.example',
          transfers: 'http://c.example',
        },
        version: '2.0',
      },
    ],
  });
});

test('everything that is wrong is named at once, and no secret is shown', () => {
  const section = [
    '  switch: switch.example',
    '  ilpSecret: tooshort',
    '  version: 3.0',
    '  transferAnswer: MAYBE',
    '  trasferAnswer: RESERVED',
  ].join('\n');
  let problems: readonly string[] = [];
  try {
    load(section);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems = error.problems;
  }
  const text = problems.join('\n');
  for (const name of ['switch', 'ilpSecret', 'version', 'transferAnswer', 'trasferAnswer']) {
    expect(text).toContain(name);
  }
  expect(text).not.toContain('tooshort');
});

const several = (changes = '') =>
  [
    '  ilpSecretFile: secret',
    '  hubNames: [Hub, TheHub]',
    '  switches:',
    '    - name: tips',
    '      address: http://tips.example',
    '      currencies: [TZS]',
    '      hosts: [tips.hub.example]',
    '    - name: world',
    '      address: http://world.example',
    '      currencies: [USD]',
    '      hosts: [World.hub.example]',
    '      version: 2.0',
    changes,
  ].join('\n');

test('a tenant may have several switches, and what is said once holds for all of them', () => {
  const settings = load(several());
  expect(settings?.switches).toMatchObject([
    { name: 'tips', version: '1.1', hubNames: ['Hub', 'TheHub'], currencies: ['TZS'] },
    { name: 'world', version: '2.0', hubNames: ['Hub', 'TheHub'], hosts: ['world.hub.example'] },
  ]);
});

test('each switch may have certificates of its own', () => {
  const section = several('  tlsDirectory: tls')
    .replaceAll('http:', 'https:')
    .replace('[USD]', '[USD]\n      tlsDirectory: world-tls');
  expect(load(section)?.switches.map(({ tlsDirectory }) => basename(tlsDirectory ?? ''))).toEqual([
    'tls',
    'world-tls',
  ]);
});

test.each([
  ['no switch at all', '  ilpSecretFile: secret\n', 'there must be a switch'],
  ['switch and switches', several('  switch: http://a.example'), 'not both'],
  ['two of one currency', several().replace('USD', 'TZS'), 'two switches share currencies'],
  ['two of one name', several().replace('world', 'tips'), 'two switches share names'],
  ['two of one host', several().replace('World', 'tips'), 'two switches share hosts'],
  [
    'certificates for an address that is not of TLS',
    several('  tlsDirectory: tls').replace('http://tips', 'https://tips'),
    'world has a tlsDirectory, but an address that begins with http:',
  ],
  ['one that cannot be told apart', several().replace(/.*World.*\n/, ''), 'needs hosts'],
])('%s: the configuration is refused', (_what, section, problem) => {
  expect(() => load(section)).toThrow(problem);
});

test('a retention that one engine could not bear, and a request longer than its job, are refused', () => {
  const section = (more: string) =>
    `  switch: http://a.example\n  ilpSecretFile: secret\n${more}\n`;
  const [least, most] = ['{ quoteRetention: PT1M }', '{ transferRetention: P1D }'];
  expect(load(section(`  payeeTimers: ${least}`))?.payeeTimers).toMatchObject({
    quoteRetention: 'PT1M',
    transferRetention: 'PT10M',
  });
  expect(load(section(`  payeeTimers: ${most}`))?.payeeTimers.transferRetention).toBe('P1D');
  for (const wrong of [
    ...['quoteRetention: PT59S', 'transferRetention: P2D', 'retention: PT5M'],
    ...['quoteRetention: 5 minutes', 'transferConfirmation: soon'],
    ...['operatorPauseMax: PT0S', 'operatorPauseMax: P2D'],
  ]) {
    expect(() => load(section(`  payeeTimers: { ${wrong} }`))).toThrow(ConfigurationError);
  }
  expect(() => load(section('  requestTimeoutMs: 10001'))).toThrow('requestTimeoutMs');
});

test('a job outlasts the longest request that it makes', () => {
  const settings = load('  switch: http://a.example\n  ilpSecretFile: secret\n');
  expect(settings?.requestTimeoutMs).toBe(requestTimeoutMsMax);
  const toSwitches = Object.entries(steps).filter(([name]) => name.startsWith('mojaloop:'));
  for (const [, { attemptMs }] of toSwitches)
    expect(attemptMs).toBeGreaterThan(requestTimeoutMsMax);
});

const signed = (lines: string) =>
  `  switch: http://a.example\n  ilpSecretFile: secret\n  signatures:\n${lines}`;

test('signatures: a key and where the peers’ keys are is enough; paths are relative to the file', () => {
  const section = signed(
    [
      '    sign: { privateKeyPath: keys/own.pem }',
      '    verify: { policy: require, keysDirectory: keys/peers }',
    ].join('\n'),
  );
  const signatures = load(section)?.switches[0]?.signatures;
  expect(signatures).toEqual({
    sign: {
      privateKeyPath: expect.stringMatching(/^\/.*\/keys\/own\.pem$/) as string,
      algorithm: 'RS256',
      getRequests: false,
      putParties: true,
    },
    verify: {
      policies: { messages: 'require', getRequests: 'accept', putParties: 'accept' },
      keys: { directory: expect.stringMatching(/^\/.*\/keys\/peers$/) as string },
    },
  });
});

test('each switch may have signatures of its own', () => {
  const own = several(
    '  signatures: { verify: { policy: off, jwksUrl: "http://all.example" } }',
  ).replace(
    '      version: 2.0',
    '      signatures: { verify: { policy: accept, jwksUrl: "http://world.example/jwks" } }',
  );
  expect(load(own)?.switches.map(({ signatures }) => signatures.verify)).toEqual([
    {
      policies: { messages: 'off', getRequests: 'off', putParties: 'off' },
      keys: { jwksUrl: 'http://all.example' },
    },
    {
      policies: { messages: 'accept', getRequests: 'accept', putParties: 'accept' },
      keys: { jwksUrl: 'http://world.example/jwks' },
    },
  ]);
});

test.each([
  ['verify: { policy: require }', 'either keysDirectory or jwksUrl'],
  ['verify: { policy: accept, keysDirectory: a, jwksUrl: "http://a.example" }', 'either'],
  ['verify: { policy: maybe, keysDirectory: a }', 'signatures.verify.policy'],
  ['verify: { keysDirectory: a }', 'signatures.verify.policy'],
  ['sign: { privateKeyPath: a, algorithm: HS256 }', 'signatures.sign.algorithm'],
  ['sign: { algorithm: RS256 }', 'signatures.sign.privateKeyPath'],
])('signatures: { %s } is refused', (line, problem) => {
  expect(() => load(signed(`    ${line}`))).toThrow(problem);
});

test('a quote that ends sooner than a payer’s hold can be tried again is refused, with the sum', () => {
  const least = '  switch: http://switch.example/\n  ilpSecretFile: secret\n';
  expect(load(`${least}  quoteExpiryMs: 40000\n`)?.quoteExpiryMs).toBe(40_000);
  expect(() => load(`${least}  quoteExpiryMs: 39999\n`)).toThrow(
    /quoteExpiryMs: must be 40000 or more.* 25 s \+ 5 s, and 10 s/,
  );
});
