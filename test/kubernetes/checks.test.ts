/** What others' checkers say of what the chart renders. Skipped by name where Go or pip cannot give them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { knownValues, renderText } from '../kit/chart/render';
import { findHelms } from '../kit/stack/toolbox/helm';
import {
  canHaveKubeconform,
  canHaveKubeScore,
  kubeScoreCriticals,
  validate,
} from '../kit/stack/toolbox/kubernetes-checks';

const helm = findHelms().find(({ command }) => command !== undefined)?.command ?? '';
const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'chart-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const values = knownValues().map((file) => [relative(root, file), file] as const);

function renderedFile(file: string, change = (text: string) => text): string {
  const path = join(folder, 'rendered.yaml');
  writeFileSync(path, change(renderText(helm, { files: [file] })));
  return path;
}

const ofOthers = [
  ...['HTTPRoute', 'PodMonitor', 'PrometheusRule', 'ScaledObject', 'TLSRoute'],
  'TriggerAuthentication',
];

(helm === '' || !canHaveKubeconform() ? describe.skip : describe)('kubeconform, strict', () => {
  test.each(['1.33', '1.35', '1.36', '1.37'])(
    'finds all that Kubernetes %s knows as it should be',
    async (version) => {
      for (const [, file] of values) {
        const { problems, passedOver, valid } = await validate(renderedFile(file), version);
        expect(problems).toEqual([]);
        expect(passedOver.filter((kind) => !ofOthers.includes(kind))).toEqual([]);
        expect(valid).toBeGreaterThan(10);
      }
    },
    600_000,
  );

  test('would tell a field that is misspelt', async () => {
    const misspell = (text: string) =>
      text.replace('terminationGracePeriodSeconds', 'terminationGrace');
    const [[, file] = ['', '']] = values;
    const { problems } = await validate(renderedFile(file, misspell), '1.37');
    expect(problems.join()).toContain('terminationGrace');
  }, 600_000);
});

/** With reasons: charts/payment-hub/DECISIONS.md, 7. */
const accepted = [
  /: container-image-pull-policy$/,
  /-(gateway|brokers): networkpolicy-targets-pod$/,
];

(helm === '' || !canHaveKubeScore() ? describe.skip : describe)('kube-score', () => {
  test.each(values)(
    'calls nothing critical with %s but what was decided',
    async (_name, file) => {
      const criticals = await kubeScoreCriticals(renderedFile(file));
      expect(criticals.filter((one) => !accepted.some((reason) => reason.test(one)))).toEqual([]);
    },
    600_000,
  );
});
