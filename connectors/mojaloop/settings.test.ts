import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../common/config/problems';
import { loadTenants } from '../common/config/tenants';
import { settingsSchema } from './settings';

function load(section: string) {
  const directory = mkdtempSync(join(tmpdir(), 'mojaloop-settings-'));
  writeFileSync(join(directory, 'secret'), 'a secret of the lion\n');
  writeFileSync(
    join(directory, 'lion.yaml'),
    `tenant: lion\nfspId: lionfsp\ncurrencies: [TZS]\nmojaloop:\n${section}`,
  );
  return loadTenants(directory, 'mojaloop', settingsSchema).get('lion')?.settings;
}

test('an address and a secret are enough', () => {
  expect(load('  switch: http://switch.example/\n  ilpSecretFile: secret\n')).toMatchObject({
    switch: {
      parties: 'http://switch.example',
      quotes: 'http://switch.example',
      transfers: 'http://switch.example',
    },
    ilpSecret: 'a secret of the lion',
    version: '1.1',
    hubNames: ['Hub'],
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
    switch: {
      parties: 'http://a.example',
      quotes: 'http://b.example',
      transfers: 'http://c.example',
    },
    version: '2.0',
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
