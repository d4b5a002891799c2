/** Who asked for what, and when: looks and acts, those that were refused too. */
import type { Answer } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { actDocumentSchema, type ActDocument } from '../../common/contracts/act-documents';
import type { PartyId } from '../../common/contracts/fspiop';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import type {
  DocumentFilter,
  DocumentSort,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { searchElasticsearch } from '../api/ask-elasticsearch';
import type { OperationsContext } from '../api/context';
import { instantOf, isReversed, refuseReversed } from '../api/instant';
import { withoutSecret } from '../api/without-secret';
import { oneOf, range } from '../search/conditions';
import { idsOfPayment } from '../story/find-payment';
import { cursorOf, endOf } from '../api/cursor';

type Context = Pick<OperationsContext, 'elasticsearch' | 'environment'>;
type Parameters = Readonly<Record<string, string>>;

/** Two of one moment are told apart by their ids. */
const sort: readonly DocumentSort[] = [
  { field: 'at', type: 'date', order: 'descending' },
  { field: 'actId', type: 'keyword', order: 'ascending' },
];

/** What a search may say beside what a list may: whom the acts were about. */
interface ActSearch {
  readonly party: PartyId;
  readonly limit?: number;
}

export function actHandlers(context: Context, tokens: PersonTokens | undefined) {
  return {
    listActs: small(({ parameters }) => find(context, parameters, [], { where: 'parameter' })),
    searchActs: small(({ parameters: { tenant = '' }, body }) => {
      const { party, limit, ...asked } = body as ActSearch & Parameters;
      if (tokens === undefined) throw withoutSecret();
      const token = tokens.tokenOf(tenant, tokens.fingerprintOf(party));
      const parameters = {
        ...{ ...asked, tenant },
        ...(limit !== undefined && { limit: String(limit) }),
      };
      return find(context, parameters, [oneOf('persons', token)], { where: 'pointer' });
    }),
  };
}

async function find(
  context: Context,
  parameters: Parameters,
  also: readonly DocumentFilter[],
  asked: Asked,
): Promise<Answer> {
  const { tenant = '', about, after, limit = '100' } = parameters;
  const others = [...filtersOf(parameters, asked), ...also];
  const on = (ids: Iterable<string>) => ({ filters: [...others, oneOf('about', ...ids)], sort });
  // A page is of what was asked, though the payment may have got one more id since the page before.
  const searched = about === undefined ? { filters: others, sort } : on([about]);
  const meant = about === undefined ? searched : on(await idsOfPayment(context, tenant, about));
  const { elasticsearch, environment } = context;
  const { documents, end } = await searchElasticsearch(
    elasticsearch,
    environment.OPERATIONS_AUDIT_ALIAS,
    {
      ...meant,
      ...(after !== undefined && { after: endOf(searched, after, placeIn(asked, 'after')) }),
      documentsMax: Number(limit),
    },
  );
  const acts = documents.map(({ source }) => actOf(actDocumentSchema.parse(source)));
  return { json: { acts, next: end === undefined ? null : cursorOf(searched, end) } };
}

/** Whether by the address or in a body. */
interface Asked {
  readonly where: 'parameter' | 'pointer';
}

function placeIn({ where }: Asked, name: string) {
  return where === 'parameter' ? { parameter: name } : { pointer: `/${name}` };
}

/** The tenant is the first of them, always and whatever else is asked. */
function filtersOf(parameters: Parameters, asked: Asked): DocumentFilter[] {
  const { tenant = '', person, operation, isAllowed } = parameters;
  const instantIn = (name: 'from' | 'before'): string | undefined => {
    const text = parameters[name];
    return text === undefined ? undefined : instantOf(text, placeIn(asked, name));
  };
  const [from, before] = [instantIn('from'), instantIn('before')];
  refuseReversed(isReversed(from, before), placeIn(asked, 'before'));
  return [
    oneOf('tenant', tenant),
    ...(person === undefined ? [] : [oneOf('person', person)]),
    ...(operation === undefined ? [] : [oneOf('operation', operation)]),
    ...(isAllowed === undefined ? [] : [oneOf('isAllowed', isAllowed)]),
    ...(from === undefined && before === undefined ? [] : [range('at', { from, before })]),
  ];
}

function actOf({ actId, at, person, operation, isAllowed, about, parameters, body }: ActDocument) {
  return { actId, at, person, operation, isAllowed, about, parameters, body };
}
