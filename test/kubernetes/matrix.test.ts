/** A matrix of values on Helm 3 and 4: whatever is chosen together, what is rendered fits together. */
import { join } from 'node:path';
import { chartFolder } from '../kit/chart/files';
import { podsOf } from '../kit/chart/pods';
import { render, type Manifest } from '../kit/chart/render';
import { findHelms } from '../kit/stack/toolbox/helm';

const files = [join(chartFolder, 'ci/all-values.yaml')];

/** Every value of each with every value of the others. */
const matrix = ['each', 'halves', 'one'].flatMap((layout) =>
  ['none', 'cpu', 'work'].flatMap((by) =>
    [true, false].map((isGuarded) => ({
      layout,
      roleDefaults: { autoscaling: { by } },
      networkPolicy: { enabled: isGuarded },
      serviceAccount: { create: isGuarded },
      monitoring: { rules: { enabled: isGuarded }, dashboards: { enabled: !isGuarded } },
    })),
  ),
);

const nameOf = ({ kind, metadata }: Manifest) => `${kind}/${metadata.name}`;

function labelsMatch(labels: Readonly<Record<string, string>>, selector: unknown): boolean {
  return Object.entries((selector ?? {}) as Record<string, string>).every(
    ([key, value]) => labels[key] === value,
  );
}

/** What names something that is not there. */
function looseEnds(manifests: readonly Manifest[]): readonly string[] {
  const pods = podsOf(manifests);
  const there = new Set(manifests.map(nameOf));
  const ofServices = manifests
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) => {
      const { selector, ports = [] } = service.spec as {
        readonly selector: unknown;
        readonly ports?: readonly { readonly targetPort: string }[];
      };
      const names = pods
        .filter(({ labels }) => labelsMatch(labels, selector))
        .flatMap(({ containers }) => containers.flatMap((one) => one.ports ?? []))
        .map(({ name }) => name);
      return ports
        .filter(({ targetPort }) => !names.includes(targetPort))
        .map(({ targetPort }) => `${nameOf(service)}: ${targetPort}`);
    });
  const ofScalers = manifests.flatMap((scaler) => {
    const { scaleTargetRef: target } = (scaler.spec ?? {}) as {
      readonly scaleTargetRef?: { readonly name: string };
    };
    return target === undefined || there.has(`Deployment/${target.name}`) ? [] : [nameOf(scaler)];
  });
  const ofClaims = pods.flatMap(({ id, spec }) =>
    [...JSON.stringify(spec).matchAll(/"claimName":"([^"]+)"/g)]
      .filter(([, claim = '']) => !there.has(`PersistentVolumeClaim/${claim}`))
      .map(([, claim]) => `${id}: ${claim}`),
  );
  return [...ofServices, ...ofScalers, ...ofClaims];
}

for (const { title, command } of findHelms()) {
  (command === undefined ? describe.skip : describe)(title, () => {
    test.each(matrix)(
      'makes a whole of layout $layout, scaling by $roleDefaults.autoscaling.by, policies $networkPolicy.enabled',
      (values) => {
        const manifests = render(command ?? '', { files, values });
        const names = manifests.map(nameOf);
        expect(new Set(names).size).toBe(names.length);
        expect(looseEnds(manifests)).toEqual([]);
        const kinds = new Set(manifests.map(({ kind }) => kind));
        expect(kinds.has('NetworkPolicy')).toBe(values.networkPolicy.enabled);
        expect(kinds.has('ServiceAccount')).toBe(values.serviceAccount.create);
        expect(kinds.has('PrometheusRule')).toBe(values.monitoring.rules.enabled);
      },
    );
  });
}
