/** From an act of a person at the operations' API to its document. Pure. */
import type { ActDocument } from '../../common/contracts/act-documents';
import { operationsActSchema, type OperationsAct } from '../../common/contracts/operations-audit';
import type { IndexTemplate } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import { templateOfMonths } from './payment-index';

/** Undefined for what no role has written. */
export function actDocumentOf({ value = '' }: KafkaRecord): ActDocument | undefined {
  const { data } = operationsActSchema.safeParse(parseJson(value));
  return data === undefined ? undefined : { ...data, about: aboutOf(data) };
}

/** Fields that name a thing, and never a person. */
const idFields = [
  ...['transactionId', 'transferId', 'quoteId', 'incidentKey', 'id'],
  ...['decisionId', 'batchId', 'messageId', 'matterKey', 'group', 'process', 'day'],
];
const lengthMax = 512;
/** Where the number of a person stood: it is found by its token. */
const leftOut = '[number]';

function aboutOf({ parameters, body }: OperationsAct): string[] {
  const named = { ...(typeof body === 'object' ? body : {}), ...parameters };
  const values = Object.entries(named).flatMap(([name, value]) =>
    idFields.includes(name) && typeof value === 'string' && value !== leftOut
      ? [value.slice(0, lengthMax)]
      : [],
  );
  return [...new Set(values)];
}

/** An index for each month, by when it was asked for. */
export function actIndexOf(alias: string, { at }: ActDocument): string {
  return `${alias}-${at.slice(0, 7)}`;
}

const keyword = { type: 'keyword', ignore_above: 1_024 } as const;
/** Told as it is; what is searched of it stands in `about`. */
const toldOnly = { type: 'object', enabled: false } as const;

/** Strict: what is not here is a mistake of this build, and is seen as one. */
const mappings = {
  dynamic: 'strict',
  properties: {
    version: { type: 'integer' },
    ...{ actId: keyword, at: { type: 'date' }, person: keyword, tenant: keyword },
    ...{ operation: keyword, isAllowed: { type: 'boolean' }, about: keyword },
    persons: keyword,
    ...{ parameters: toldOnly, body: toldOnly },
  },
} as const;

export function actTemplate(alias: string, settings: object): IndexTemplate {
  return templateOfMonths(alias, mappings, settings);
}
