/**
 * What others' checkers say of what the chart renders. Skipped by name where Go or pip cannot give them; those that take
 * Go many minutes are made by `make kubernetes` alone, and run wherever they have been made.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chartFolder } from '../kit/chart/files';
import { knownValues, renderText } from '../kit/chart/render';
import { findHelm } from '../kit/stack/toolbox/helm';
import { canHaveHelmUnittest, ensureHelmUnittest } from '../kit/stack/toolbox/helm-unittest';
import { canHaveKubectlValidate, validateAsServer } from '../kit/stack/toolbox/kubectl-validate';
import { canHaveKyverno, judge } from '../kit/stack/toolbox/kyverno';
import {
  canHaveKubeconform,
  canHaveKubeScore,
  kubeScoreCriticals,
  validate,
} from '../kit/stack/toolbox/kubernetes-checks';

const helm = findHelm() ?? '';
const folder = mkdtempSync(join(tmpdir(), 'chart-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const values = knownValues();

function renderedFile(files: readonly string[], change = (text: string) => text): string {
  const path = join(folder, 'rendered.yaml');
  writeFileSync(path, change(renderText(helm, { files })));
  return path;
}

const ofOthers = [
  ...['HTTPRoute', 'PodMonitor', 'PrometheusRule', 'ScaledObject', 'TLSRoute'],
  'TriggerAuthentication',
];

/** Without kinds of others, whose schemas Kubernetes does not have. */
function ofKubernetes(text: string): string {
  const isOfOthers = (document: string) =>
    ofOthers.some((kind) => document.includes(`\nkind: ${kind}\n`));
  return text
    .split(/^---\n/m)
    .filter((document) => !isOfOthers(document))
    .join('---\n');
}

(helm === '' || !canHaveKubeconform() ? describe.skip : describe)('kubeconform, strict', () => {
  test.each(['1.33', '1.35', '1.36', '1.37'])(
    'finds all that Kubernetes %s knows as it should be',
    async (version) => {
      for (const [, files] of values) {
        const { problems, passedOver, valid } = await validate(renderedFile(files), version);
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
    const [[, files] = ['', []]] = values;
    const { problems } = await validate(renderedFile(files, misspell), '1.37');
    expect(problems.join()).toContain('terminationGrace');
  }, 600_000);
});

(helm === '' || !canHaveKubectlValidate() ? describe.skip : describe)('kubectl-validate', () => {
  test.each(['1.33', '1.35', '1.36', '1.37'])(
    'takes all that is of Kubernetes, as a server of %s would',
    async (version) => {
      for (const [, files] of values) {
        const { problems, valid } = await validateAsServer(
          renderedFile(files, ofKubernetes),
          version,
        );
        expect(problems).toEqual([]);
        expect(valid).toBeGreaterThan(10);
      }
    },
    1_800_000,
  );

  test('would refuse a field that is misspelt', async () => {
    const misspell = (text: string) =>
      ofKubernetes(text).replace('terminationGracePeriodSeconds', 'terminationGrace');
    const [[, files] = ['', []]] = values;
    const { problems } = await validateAsServer(renderedFile(files, misspell), '1.37');
    expect(problems.join()).toContain('terminationGrace: Invalid value');
  }, 1_800_000);
});

const policy = join(__dirname, 'policies/restricted.yaml');

(helm === '' || !canHaveKyverno() ? describe.skip : describe)('Kyverno, restricted', () => {
  test.each(values)(
    'lets everything in that is made with %s',
    async (_name, files) => {
      const { passed, failures } = await judge(policy, renderedFile(files));
      expect(failures).toEqual([]);
      // Three rules, and a Deployment at least.
      expect(passed).toBeGreaterThanOrEqual(3);
    },
    1_800_000,
  );

  test.each([
    ['runAsNonRoot: true', 'runAsNonRoot: false'],
    ['drop: [ALL]', 'drop: [CHOWN]'],
    ['automountServiceAccountToken: false', 'automountServiceAccountToken: true'],
    ['readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
  ])(
    'would keep out a pod with what is not %s',
    async (right, wrong) => {
      const [[, files] = ['', []]] = values;
      const change = (text: string) => text.replaceAll(right, wrong);
      expect((await judge(policy, renderedFile(files, change))).failures).not.toEqual([]);
    },
    1_800_000,
  );
});

(canHaveHelmUnittest() ? describe : describe.skip)('helm-unittest', () => {
  test('finds the chart as its own suites say, over a matrix of values', async () => {
    const { stdout } = await promisify(execFile)(await ensureHelmUnittest(), [chartFolder]);
    expect(stdout).toMatch(/Tests: +[1-9][0-9]* passed, [1-9][0-9]* total/);
  }, 1_800_000);
});

/** With reasons: charts/payment-hub/DECISIONS.md, 7. */
const accepted = [
  /: container-image-pull-policy$/,
  /-(gateway|brokers): networkpolicy-targets-pod$/,
];

(helm === '' || !canHaveKubeScore() ? describe.skip : describe)('kube-score', () => {
  test.each(values)(
    'calls nothing critical with %s but what was decided',
    async (_name, files) => {
      const criticals = await kubeScoreCriticals(renderedFile(files));
      expect(criticals.filter((one) => !accepted.some((reason) => reason.test(one)))).toEqual([]);
    },
    600_000,
  );
});
