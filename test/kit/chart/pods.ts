/** The pods of rendered manifests: what runs in them, with which environment. */
import type { Manifest } from './render';

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly resources: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
}

export interface Pods {
  /** `Deployment/hub-payment-hub-channel` */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
  readonly spec: Readonly<Record<string, unknown>>;
}

interface Workload {
  readonly replicas?: number;
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: Readonly<Record<string, unknown>> & {
      readonly containers: readonly Container[];
    };
  };
}

export function podsOf(manifests: readonly Manifest[]): readonly Pods[] {
  return manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
    .map(({ kind, metadata, spec }) => {
      const { replicas = 1, template } = spec as unknown as Workload;
      return {
        id: `${kind}/${metadata.name}`,
        name: metadata.name,
        namespace: metadata.namespace ?? 'default',
        kind,
        replicas,
        labels: template.metadata.labels,
        containers: template.spec.containers,
        spec: template.spec,
      };
    });
}

export function environmentOf({ env = [] }: Container): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
}
const units: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, '': 1 / 1048576 };

/** `512Mi`, `2Gi` in MiB. */
export function mebibytes(quantity: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|)$/.exec(quantity) ?? [];
  const factor = units[unit];
  if (number === '' || factor === undefined)
    throw new Error(`${quantity} is no size in Ki, Mi, Gi`);
  return Number(number) * factor;
}
