/** The chart as Helm renders it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { chartFolder } from './files';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly automountServiceAccountToken?: boolean;
}

export interface RenderOptions {
  readonly release?: string;
  readonly namespace?: string;
  /** Of files, in the order in which they count. */
  readonly files?: readonly string[];
  /** On top of those. */
  readonly values?: object;
}

export const shapes = ['barebone', 'minimal', 'full/site', 'full/operations'] as const;
export type Shape = (typeof shapes)[number];

/** Of a folder of k8s/, and of a site what each says for itself. */
export function valuesOfShape(shape: Shape): readonly string[] {
  const k8s = join(chartFolder, '../../k8s');
  const own = shape === 'full/site' ? [join(k8s, 'sample/east.yaml')] : [];
  return [join(k8s, shape, 'payment-hub.yaml'), ...own];
}

/** Values that the chart's own checks are made with, and those of the shapes in k8s/, by their names. */
export function knownValues(): readonly (readonly [string, readonly string[]])[] {
  const own = readdirSync(join(chartFolder, 'ci')).map(
    (name) => [name, [join(chartFolder, 'ci', name)]] as const,
  );
  return [...own, ...shapes.map((shape) => [shape, valuesOfShape(shape)] as const)];
}

/** The chart does not change while tests run, and Helm takes half a second. */
const rendered = new Map<string, string>();

export function renderText(helm: string, options: RenderOptions): string {
  const key = JSON.stringify([helm, options]);
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const { release = 'hub', namespace = 'payments' } = options;
  const text = withValueFiles(options, (files) =>
    run(helm, ['template', release, chartFolder, '--namespace', namespace, ...files]),
  );
  rendered.set(key, text);
  return text;
}

export function render(helm: string, options: RenderOptions): readonly Manifest[] {
  return manifestsIn(renderText(helm, options));
}

export function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const content = document.toJS() as Manifest | null;
    return content === null ? [] : [content];
  });
}

export function lint(helm: string, options: RenderOptions): string {
  return withValueFiles(options, (files) => run(helm, ['lint', '--strict', chartFolder, ...files]));
}

function withValueFiles<Result>(
  { files = [], values }: RenderOptions,
  use: (parameters: readonly string[]) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), 'chart-values-'));
  try {
    const own = join(folder, 'values.yaml');
    writeFileSync(own, stringify(values ?? {}));
    return use([...files, own].flatMap((file) => ['--values', file]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error with what Helm says */
function run(helm: string, parameters: readonly string[]): string {
  try {
    return execFileSync(helm, parameters, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${stdout}${stderr}`);
  }
}
