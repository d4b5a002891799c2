import type { IlpVersion } from '../../../connectors/common/ilp/packet';

/** How the hub's tenants speak in one round of scenarios. */
export interface Combination {
  readonly name: string;
  /** Stands in the names of its DFSPs at the switch. */
  readonly letter: string;
  /** Of FSPIOP. */
  readonly version: '1.1' | '2.0';
  readonly ilp: IlpVersion;
  readonly isSigned: boolean;
}

/** The unsigned ones first: the switch starts again once, to sign and to demand signatures. */
export const combinations: readonly Combination[] = [false, true]
  .flatMap((isSigned) =>
    (['1.1', '2.0'] as const).flatMap((version) =>
      ([1, 4] as const).map((ilp) => ({ version, ilp, isSigned })),
    ),
  )
  .map((one, index) => ({
    ...one,
    letter: 'abcdefgh'.charAt(index),
    name: `FSPIOP ${one.version}, ILP v${one.ilp}, ${one.isSigned ? 'signed' : 'unsigned'}`,
  }));
