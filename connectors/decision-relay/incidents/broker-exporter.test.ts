import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { exporterSettings } from './broker-exporter';

test('the broker of compose.yaml tells the role decision-relay its incidents', () => {
  const compose = parse(readFileSync(join(__dirname, '../../../compose.yaml'), 'utf8')) as {
    services: Record<string, { environment: Record<string, string> }>;
  };
  const { zeebe, 'decision-relay': relay } = compose.services;
  const port = relay?.environment['DECISION_RELAY_INCIDENTS_PORT'];
  const told = Object.entries(zeebe?.environment ?? {}).filter(([name]) =>
    name.startsWith('ZEEBE_BROKER_EXPORTERS_OPERATIONS_'),
  );
  expect(Object.fromEntries(told)).toEqual(exporterSettings(`http://decision-relay:${port}`));
});
