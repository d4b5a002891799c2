/** A container of a rendered manifest as a plain process of this machine: what it is told, and the files that it finds. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, mebibytes, type Container, type Pods } from '../chart/pods';

/** What stands in the place of a pod's network and file system. */
export interface Surroundings {
  /** The folder that is its root. */
  readonly folder: string;
  /** Its own: where a container says 0.0.0.0, it listens here. */
  readonly address: string;
  /** Where services are: `hub-kafka-bootstrap:9092` is `127.0.0.1:39123`. */
  readonly services: Readonly<Record<string, string>>;
}

export interface PlainProcess {
  readonly name: string;
  /** Of the image's entry point. */
  readonly args: readonly string[];
  /** The image's own, and over it the manifest's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryLimitMb: number;
}

/** By name: the files of each ConfigMap and Secret that somebody has made by hand, as the shapes' README says. */
export interface ClusterObjects {
  readonly configMaps: Readonly<Record<string, Files>>;
  readonly secrets: Readonly<Record<string, Files>>;
}
type Files = Readonly<Record<string, string>>;

/** @param ofImage ENV of the Dockerfile */
export function plainProcess(
  pods: Pods,
  ofImage: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): PlainProcess {
  const [container] = pods.containers;
  if (container === undefined) throw new Error(`${pods.id} has no container`);
  const told = { ...ofImage, ...environmentOf(container) };
  const change = (value: string) => moved(value, mountPathsOf(container), surroundings);
  return {
    name: pods.name,
    args: container.args,
    environment: Object.fromEntries(
      Object.entries(told).map(([name, value]) => [name, change(value)]),
    ),
    memoryLimitMb: mebibytes(container.resources.limits?.['memory'] ?? ''),
  };
}

const mountPathsOf = ({ volumeMounts = [] }: Container) =>
  volumeMounts.map(({ mountPath }) => mountPath);

/** Nothing else of what a container is told is changed: paths of its volumes, names of services, and its own address. */
function moved(
  value: string,
  mountPaths: readonly string[],
  { folder, address, services }: Surroundings,
): string {
  if (value === '0.0.0.0') return address;
  if (mountPaths.some((path) => value === path || value.startsWith(`${path}/`))) {
    return join(folder, value);
  }
  return Object.entries(services).reduce(
    (text, [service, place]) => text.replaceAll(service, place),
    value,
  );
}

interface VolumeSource {
  readonly configMap?: { readonly name: string };
  readonly secret?: {
    readonly secretName?: string;
    readonly name?: string;
    readonly items?: Items;
  };
  readonly projected?: { readonly sources: readonly VolumeSource[] };
  readonly persistentVolumeClaim?: object;
  readonly emptyDir?: object;
}
type Items = readonly { readonly key: string; readonly path: string }[];

/**
 * Makes the folders and files of a pod's volumes below `folder`.
 *
 * @throws Error for a ConfigMap, a Secret or a key that is not among `objects`
 */
export function writeVolumes(pods: Pods, folder: string, objects: ClusterObjects): void {
  const { volumes = [] } = pods.spec as {
    readonly volumes?: readonly (VolumeSource & { readonly name: string })[];
  };
  for (const { name, mountPath } of pods.containers.flatMap((one) => one.volumeMounts ?? [])) {
    const volume = volumes.find((one) => one.name === name);
    if (volume === undefined) throw new Error(`${pods.id} mounts ${name}, and has no such volume`);
    const target = join(folder, mountPath);
    mkdirSync(target, { recursive: true });
    for (const [path, content] of Object.entries(filesOf(volume, objects))) {
      writeFileSync(join(target, path), content, { mode: 0o600 });
    }
  }
}

function filesOf(source: VolumeSource, objects: ClusterObjects): Files {
  const { configMap, secret, projected, persistentVolumeClaim, emptyDir } = source;
  if (persistentVolumeClaim !== undefined || emptyDir !== undefined) return {};
  if (projected !== undefined) {
    return Object.assign({}, ...projected.sources.map((one) => filesOf(one, objects))) as Files;
  }
  if (configMap !== undefined) return named(objects.configMaps, configMap.name);
  if (secret === undefined) throw new Error(`unknown volume: ${JSON.stringify(source)}`);
  const files = named(objects.secrets, secret.name ?? secret.secretName ?? '');
  if (secret.items === undefined) return files;
  return Object.fromEntries(secret.items.map(({ key, path }) => [path, named(files, key)]));
}

function named<Value>(all: Readonly<Record<string, Value>>, name: string): Value {
  const one = all[name];
  if (one === undefined)
    throw new Error(`there is no ${name} among ${Object.keys(all).join(', ')}`);
  return one;
}

/** ENV of the last stage of a Dockerfile. */
export function environmentOfImage(dockerfile: string): Record<string, string> {
  const [, last = ''] = /^FROM (?![\s\S]*^FROM )([\s\S]*)$/m.exec(dockerfile) ?? [];
  const [, block = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(last) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/\b([A-Z][A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}
