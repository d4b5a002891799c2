/** What the chart must know of each role: read out of the roles themselves, and of what their code does not say. */
import { z } from 'zod';
import { findParts } from '../../../connectors/common/hub/find-parts';
import { settingsOf } from '../../../connectors/common/hub/read-configuration';
import { isOfPayments, type Role } from '../../../connectors/common/hub/role';

/** Whom a role speaks to besides engine, Kafka and Elasticsearch; the chart asks where each of them is. */
export const outsiders = ['apps', 'switch', 'fineract', 'identity', 'on-duty'] as const;
export type Outsider = (typeof outsiders)[number];

/** Who calls a role. */
export const callers = ['apps', 'switch', 'operators', 'brokers'] as const;
export type Caller = (typeof callers)[number];

interface Told {
  readonly calledBy?: Caller;
  readonly speaksTo?: readonly Outsider[];
  /** Other roles that it passes on to what people ask of them. */
  readonly passesOnTo?: readonly string[];
  /** The setting of the folder or file that must outlive the pod, and where the chart has it. */
  readonly disk?: { readonly setting: string; readonly path: string; readonly size: string };
  /** More than one process of it would do harm, or nothing. */
  readonly isSingle?: true;
  /** Its consumer groups on Kafka: how far they are behind says how many processes are wanted. */
  readonly follows?: readonly { readonly group: string; readonly topic: string }[];
}

const spoolSetting = 'MESSAGE_JOURNAL_SPOOL_DIRECTORY';
/** Everything that is written lies below it, as in the image. */
export const dataPath = '/var/lib/payment-hub';

/** A role that is not here speaks to nobody else, keeps nothing and may be there several times. */
const told: Readonly<Record<string, Told>> = {
  channel: { calledBy: 'apps', speaksTo: ['apps', 'identity'] },
  mojaloop: { calledBy: 'switch', speaksTo: ['switch'] },
  'ams-fineract': { speaksTo: ['fineract'] },
  'decision-relay': {
    calledBy: 'brokers',
    disk: {
      setting: 'DECISION_RELAY_INCIDENTS_FILE',
      path: `${dataPath}/incidents.json`,
      size: '1Gi',
    },
    isSingle: true,
  },
  'zeebe-bridge': { calledBy: 'brokers' },
  'payment-events': {
    follows: [
      {
        group: 'payment-hub-payment-events.{engine}',
        topic: 'payment-hub.engine-records.{engine}',
      },
    ],
  },
  indexer: {
    follows: [
      {
        group: 'payment-hub-indexer.zeebe-record-{engine}',
        topic: 'payment-hub.engine-records.{engine}',
      },
      { group: 'payment-hub-indexer.payment-hub-payments', topic: 'payment-hub.payment-events' },
      { group: 'payment-hub-indexer.payment-hub-messages', topic: 'payment-hub.message-journal' },
    ],
  },
  'audit-log': {
    disk: { setting: 'AUDIT_LOG_DIRECTORY', path: `${dataPath}/audit-log`, size: '20Gi' },
    isSingle: true,
  },
  'fee-rules-stream': {
    follows: [{ group: 'payment-hub-fee-rules', topic: 'payment-hub.transfers' }],
  },
  'fee-rules-administration': { calledBy: 'operators', speaksTo: ['identity'] },
  obligations: {
    calledBy: 'operators',
    speaksTo: ['identity'],
    disk: { setting: 'FEE_ENTRIES_DIRECTORY', path: dataPath, size: '5Gi' },
    isSingle: true,
  },
  operations: {
    calledBy: 'operators',
    speaksTo: ['identity'],
    passesOnTo: ['fee-rules-administration', 'obligations'],
  },
  'on-call': { speaksTo: ['on-duty'], isSingle: true },
};

export interface ChartRole {
  readonly name: string;
  readonly needs: {
    readonly engine: boolean;
    readonly kafka: boolean;
    readonly elasticsearch: boolean;
  };
  /** Kafka is of use to it where there is one. */
  readonly mayUse: { readonly kafka: boolean; readonly elasticsearch: boolean };
  readonly half: 'realtime' | 'operations';
  readonly ofPayments: boolean;
  /** It works for one engine, whose name it is told. */
  readonly perEngine: boolean;
  readonly tenants: boolean;
  readonly feeRules: boolean;
  readonly spool: boolean;
  readonly port?: {
    readonly name: string;
    readonly number: number;
    readonly setting: string;
    readonly calledBy: Caller;
  };
  readonly speaksTo: readonly Outsider[];
  readonly passesOnTo: readonly string[];
  readonly disk?: Told['disk'];
  readonly single: boolean;
  readonly follows: NonNullable<Told['follows']>;
  /** All settings that it reads, with what each means. */
  readonly settings: Readonly<Record<string, string>>;
}

export function chartRoles(): readonly ChartRole[] {
  return findParts()
    .flatMap(({ roles }) => roles)
    .map(chartRoleOf);
}

function chartRoleOf(role: Role): ChartRole {
  const { name, needs } = role;
  const own = told[name] ?? {};
  const { calledBy, speaksTo = [], passesOnTo = [], disk, isSingle = false, follows = [] } = own;
  const settings = describedSettings(role);
  // A port of its own, and not one that it speaks to.
  const [setting, number] = calledBy === undefined ? ['', 0] : portOf(role.environment, settings);
  return {
    name,
    needs: {
      engine: needs.engine === true,
      kafka: needs.kafka === true,
      elasticsearch: needs.elasticsearch === true,
    },
    mayUse: {
      kafka: 'kafka' in needs || needs.journal === true,
      elasticsearch: 'elasticsearch' in needs,
    },
    // The bridge works for the brokers: while it is away the engine keeps what it has written.
    half: needs.engine === true || calledBy === 'brokers' ? 'realtime' : 'operations',
    ofPayments: isOfPayments(role),
    perEngine: 'ENGINE_NAME' in settings,
    tenants: needs.tenants !== undefined,
    feeRules: 'FEE_RULES_DIRECTORY' in settings,
    spool: spoolSetting in settings,
    ...(setting && {
      port: { name: name.slice(0, 15), number, setting, calledBy: calledBy ?? 'operators' },
    }),
    speaksTo,
    passesOnTo,
    ...(disk && { disk }),
    single: isSingle,
    follows,
    settings,
  };
}

/** The one setting of a role that is called after a port: where it is called. */
function portOf(environment: z.ZodObject, settings: ChartRole['settings']): [string, number] {
  const setting = Object.keys(environment.shape).find((name) => name.endsWith('_PORT')) ?? '';
  if (setting === '' || !(setting in settings)) return ['', 0];
  const standard: unknown = (environment.shape[setting] as z.ZodType).safeParse(undefined).data;
  // Incidents are kept only where the port is set: this is the one that the pages name.
  return [setting, typeof standard === 'number' ? standard : 5004];
}

function describedSettings(role: Role): Record<string, string> {
  const shapes = settingsOf([role]).map(({ schema }) => schema.shape as Record<string, z.ZodType>);
  return Object.fromEntries(
    shapes.flatMap((shape) =>
      Object.entries(shape).map(([name, schema]) => [name, schema.description ?? '']),
    ),
  );
}
