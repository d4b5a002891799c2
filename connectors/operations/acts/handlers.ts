/** Who asked for what, and when: looks and acts, those that were refused too. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { actDocumentSchema, type ActDocument } from '../../common/contracts/act-documents';
import type {
  DocumentFilter,
  DocumentSort,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { formatDateTime, parseDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { oneOf, range } from '../search/conditions';
import { cursorOf, endOf } from '../search/cursor';
import { orUnavailable } from '../search/streams';

type Context = Pick<OperationsContext, 'elasticsearch' | 'environment'>;
type Parameters = Readonly<Record<string, string>>;

const timeoutMs = 10_000;

/** Two of one moment are told apart by their ids. */
const sort: readonly DocumentSort[] = [
  { field: 'at', type: 'date', order: 'descending' },
  { field: 'actId', type: 'keyword', order: 'ascending' },
];

export function actHandlers({ elasticsearch, environment }: Context) {
  return {
    listActs: small(async ({ parameters }) => {
      const { after, limit = '100' } = parameters;
      const searched = { filters: filtersOf(parameters), sort };
      const { documents, end } = await orUnavailable(
        elasticsearch.search(environment.OPERATIONS_AUDIT_ALIAS, {
          ...searched,
          ...(after !== undefined && { after: endOf(searched, after, { parameter: 'after' }) }),
          documentsMax: Number(limit),
          timeoutMs,
        }),
      );
      const acts = documents.map(({ source }) => actOf(actDocumentSchema.parse(source)));
      return { json: { acts, next: end === undefined ? null : cursorOf(searched, end) } };
    }),
  };
}

/** The tenant is the first of them, always and whatever else is asked. */
function filtersOf(parameters: Parameters): DocumentFilter[] {
  const { tenant = '', person, operation, about, isAllowed } = parameters;
  const from = instantIn(parameters, 'from');
  const before = instantIn(parameters, 'before');
  return [
    oneOf('tenant', tenant),
    ...(person === undefined ? [] : [oneOf('person', person)]),
    ...(operation === undefined ? [] : [oneOf('operation', operation)]),
    ...(about === undefined ? [] : [oneOf('about', about)]),
    ...(isAllowed === undefined ? [] : [oneOf('isAllowed', isAllowed)]),
    ...(from === undefined && before === undefined ? [] : [range('at', { from, before })]),
  ];
}

/** As Elasticsearch knows times. @throws Problem for one that is in no calendar */
function instantIn(parameters: Parameters, name: 'from' | 'before'): string | undefined {
  const text = parameters[name];
  if (text === undefined) return undefined;
  const epochMs = parseDateTime(text);
  if (epochMs !== undefined) return formatDateTime(epochMs);
  const errors = [{ parameter: name, detail: 'is no date and time' }];
  throw new Problem('invalid-request', { errors });
}

function actOf({ actId, at, person, operation, isAllowed, about, parameters, body }: ActDocument) {
  return { actId, at, person, operation, isAllowed, about, parameters, body };
}
