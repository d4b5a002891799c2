import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startStage, committingPayee } from './stage';
import { readCollection } from './toolkit/collection';
import { ensureConformancePackages } from './packages';
import { payee, payer, currency } from './bank';
import { stopOnSignals } from '../stack/signals';
async function main() {
  const t0 = Date.now();
  const say = (l: string) => console.log(((Date.now()-t0)/1000).toFixed(1), l);
  stopOnSignals(say);
  const stage = await startStage({ runDirectory: '/work/wt/toolkit/.run/conformance', say });
  say('up ' + stage.hubUrl + ' ' + stage.toolkit.fspiopUrl);
  const packages = await ensureConformancePackages(say);
  await stage.toolkit.configure({ CALLBACK_ENDPOINT: stage.hubUrl, CLIENT_TLS_CREDS: [], CALLBACK_TIMEOUT: 10000 });
  const inputs = { toIdValue: payee.msisdn, toFspId: committingPayee, currency, fromIdValue: payer.msisdn, amount: '100' };
  for (const version of (process.argv[3] ?? '1.0').split(',') as '1.0'[])
  for (const name of process.argv[2]!.split(',')) {
    const file = name.includes('/') ? name : join(packages, 'node_modules/ml-testing-toolkit/examples/collections/dfsp', name + '.json');
    const report = await stage.toolkit.run(readCollection(file, version, inputs));
    let total = 0, passed = 0;
    for (const tc of report.test_cases) for (const r of tc.requests) for (const a of r.request.tests?.assertions ?? []) {
      total++; if (a.resultStatus.status === 'SUCCESS') passed++;
      else say(`${tc.name} > ${r.request.description} > ${a.description}: ${a.resultStatus.status} ${a.resultStatus.message} | ${r.response?.status} ${JSON.stringify(r.response?.body)} | ${r.callback?.url} ${JSON.stringify(r.callback?.body)}`);
    }
    say(`${name} ${version}: ${passed}/${total}`);
    for (const s of stage.sent.take()) if (s.status >= 300) say(`SENT ${s.method} ${s.path} ${s.headers['content-type']} ${s.headers.accept} ${s.body} -> ${s.status} ${s.answer}`);
  }
  if (process.argv[4]) { await new Promise((r) => createInterface({input: process.stdin}).once('line', r)); }
  await stage.stop();
}
void main();
