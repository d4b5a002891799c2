/**
 * Records every scenario, or the topics named, against a real Fineract into recordings/:
 *   FINERACT_BASE_URL=http://host/fineract-provider/api/v1 FINERACT_USER=mifos FINERACT_PASSWORD=... \
 *   [FINERACT_TENANT=default] [FINERACT_TIMEZONE=Asia/Kolkata] [FINERACT_SQL_COMMAND="psql ... -c"] \
 *   npx tsx test/simulators/fineract/record.ts [topic ...]
 * It makes clients, accounts, products and users there: not for a Fineract that anyone uses. Scenarios that
 * need the database keep their old recording when FINERACT_SQL_COMMAND is missing.
 */
import { readRecording, writeRecording } from './recordings';
import { RealFineract } from './scenarios/real-target';
import { runScenario } from './scenarios/run';
import { needsDatabase, type RecordedScenario } from './scenarios/scenario';
import { topics } from './scenarios/topics';

function setting(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

async function main(): Promise<void> {
  const sqlCommand = process.env['FINERACT_SQL_COMMAND'];
  const target = new RealFineract({
    baseUrl: setting('FINERACT_BASE_URL'),
    user: setting('FINERACT_USER', 'mifos'),
    password: setting('FINERACT_PASSWORD', 'password'),
    tenant: setting('FINERACT_TENANT', 'default'),
    timezone: setting('FINERACT_TIMEZONE', 'Asia/Kolkata'),
    sqlCommand,
  });
  const wanted = process.argv.slice(2);
  for (const topic of wanted.length === 0 ? Object.keys(topics) : wanted) {
    const scenarios: RecordedScenario[] = [];
    for (const scenario of topics[topic] ?? []) {
      if (sqlCommand === undefined && needsDatabase(scenario))
        scenarios.push(keptRecording(topic, scenario.name));
      else scenarios.push(await runScenario(target, scenario));
    }
    writeRecording({ topic, recordedOn: new Date().toISOString().slice(0, 10), scenarios });
    const calls = scenarios.reduce((sum, scenario) => sum + scenario.steps.length, 0);
    console.log(`${topic}: ${scenarios.length} scenarios, ${calls} calls`);
  }
}

function keptRecording(topic: string, name: string): RecordedScenario {
  const kept = readRecording(topic).scenarios.find((scenario) => scenario.name === name);
  if (kept === undefined) throw new Error(`${topic}: "${name}" needs FINERACT_SQL_COMMAND`);
  return kept;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
