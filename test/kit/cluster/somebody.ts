/** Who is in a node and around it, as the shapes have them. */
import type { Place } from '../chart/reach';
import type { Located } from './network-policies';
import type { NetworkOfPod, PodNetwork } from './pod-network';

/** The launcher leads to where somebody is; outside it is empty. */
export interface Somebody extends Located, Pick<NetworkOfPod, 'launcher'> {}

/** Of the shapes: hub and engines are in it. */
export const namespace = 'payments';

export const inPod = ({ address, launcher }: NetworkOfPod, place: Place): Somebody => ({
  ...{ place, launcher },
  at: address,
});

export const isPod = ({ launcher }: Somebody): boolean => launcher.length > 0;

export const portsAt = (...numbers: readonly number[]) => numbers.map((number) => ({ number }));

/** It listens on these, too. */
export const withPorts = (place: Place, ...more: readonly number[]): Place => ({
  ...place,
  ports: [...place.ports, ...portsAt(...more)],
});

/** In which nothing runs. */
export const stranger = (network: PodNetwork): Somebody =>
  inPod(network.pod('stranger'), {
    ...{ name: 'a stranger', namespace, labels: { app: 'stranger' }, ports: [] },
  });

export const serverAt = (name: string, address: string, ...ports: readonly number[]): Somebody => ({
  ...{ at: address, launcher: [] },
  place: { name, address, ports: portsAt(...ports) },
});

/** Of another namespace: it calls, and is not called. */
const callerAt = (name: string, itsNamespace: string, address: string): Somebody => ({
  ...{ at: address, launcher: [] },
  place: { name, namespace: itsNamespace, labels: {}, ports: [] },
});

/** Whom each shape has around it. */
export const outsiders = ({ outside }: PodNetwork): readonly Somebody[] => [
  serverAt('switch', outside.switch, 443),
  serverAt('apps', outside.apps, 443),
  serverAt('Fineract of lion', outside.lion, 443),
  serverAt('Fineract of buffalo', outside.buffalo, 443),
  callerAt('ingress controller', 'ingress', outside.ingress),
  callerAt('Prometheus', 'monitoring', outside.monitoring),
];
