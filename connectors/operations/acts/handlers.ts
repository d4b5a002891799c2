/** Who asked for what, and when: looks and acts, those that were refused too. */
import { small } from '../../common/api/handler';
import { actDocumentSchema, type ActDocument } from '../../common/contracts/act-documents';
import type {
  DocumentFilter,
  DocumentSort,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { searchElasticsearch } from '../api/ask-elasticsearch';
import type { OperationsContext } from '../api/context';
import { instantOf } from '../api/instant';
import { oneOf, range } from '../search/conditions';
import { cursorOf, endOf } from '../search/cursor';

type Context = Pick<OperationsContext, 'elasticsearch' | 'environment'>;
type Parameters = Readonly<Record<string, string>>;

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
      const { documents, end } = await searchElasticsearch(
        elasticsearch,
        environment.OPERATIONS_AUDIT_ALIAS,
        {
          ...searched,
          ...(after !== undefined && { after: endOf(searched, after, { parameter: 'after' }) }),
          documentsMax: Number(limit),
        },
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

function instantIn(parameters: Parameters, name: 'from' | 'before'): string | undefined {
  const text = parameters[name];
  return text === undefined ? undefined : instantOf(text, { parameter: name });
}

function actOf({ actId, at, person, operation, isAllowed, about, parameters, body }: ActDocument) {
  return { actId, at, person, operation, isAllowed, about, parameters, body };
}
