/** The processes that a payment, or any of a tenant's, ran by, each in the version in which it was deployed then. */
import type { Answer } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { storedLanguage, translated } from '../../common/words/languages';
import { askElasticsearch } from '../api/ask-elasticsearch';
import type { OperationsContext } from '../api/context';
import { recordsPrefixOf } from '../api/settings';
import { elementWords } from '../elements/element-words';
import { recordsNotKept } from '../elements/handlers';
import type { ProcessRecord } from '../elements/engine-record';
import { readProcesses } from '../elements/read-records';
import { findPayment } from '../story/find-payment';
import { bytesOf, type DiagramStore } from './diagram-store';

export function diagramsHandlers(context: OperationsContext, store: DiagramStore) {
  return {
    listDiagrams: small(async ({ parameters: { tenant = '', transactionId = '' } }) => {
      const documents = await findPayment(context, tenant, transactionId);
      const diagrams = await diagramsOf(context, store, documents);
      return { json: { tenant, transactionId: documents[0]?.transactionId, diagrams } };
    }),
    showDiagram: small(async ({ parameters }) => {
      const {
        tenant = '',
        transactionId = '',
        engine = '',
        processDefinitionKey = '',
      } = parameters;
      const documents = await findPayment(context, tenant, transactionId);
      const diagrams = await diagramsOf(context, store, documents);
      const ran = diagrams.some(
        (one) => one.engine === engine && one.processDefinitionKey === processDefinitionKey,
      );
      if (!ran) throw unknown((said) => said.notRunBy);
      return deployed(store, engine, processDefinitionKey);
    }),
    showDiagramOfTenant: small(async ({ parameters }) => {
      const { tenant = '', engine = '', processDefinitionKey = '' } = parameters;
      const ran = await ranByAny(context, { tenant, engine, processDefinitionKey });
      if (!ran) throw unknown((said) => said.notRunByAny);
      return deployed(store, engine, processDefinitionKey);
    }),
  };
}

function unknown(say: (said: (typeof elementWords)['en']) => string): Problem {
  return new Problem('unknown-id', { detail: translated(elementWords, say) });
}

/** @throws Problem when no indexer has seen it */
async function deployed(
  store: DiagramStore,
  engine: string,
  processDefinitionKey: string,
): Promise<Answer> {
  const found = await store.find(engine, processDefinitionKey);
  if (found === undefined) throw unknown((said) => said.notSeen);
  // It is as it was deployed, and its steps have English names.
  const headers = { 'Content-Language': storedLanguage };
  return { headers, mediaType: 'application/xml', content: bytesOf(found) };
}

/** Engines know no tenants: what a tenant may see its payments say. */
async function ranByAny(
  { elasticsearch, environment }: OperationsContext,
  {
    tenant,
    engine,
    processDefinitionKey,
  }: Readonly<Record<'tenant' | 'engine' | 'processDefinitionKey', string>>,
): Promise<boolean> {
  const where = {
    ...{ tenant: [tenant], engine: [engine] },
    'steps.processDefinitionKey': [processDefinitionKey],
  };
  const alias = environment.PAYMENT_DOCUMENTS_ALIAS;
  const [found] = await askElasticsearch(elasticsearch, alias, { where, documentsMax: 1 });
  return found !== undefined;
}

type Definition = Pick<
  ProcessRecord['value'],
  'processDefinitionKey' | 'bpmnProcessId' | 'version'
>;

/** Of both sides. @throws Problem when none is known any more */
async function diagramsOf(
  context: OperationsContext,
  store: DiagramStore,
  documents: readonly PaymentDocument[],
) {
  const diagrams = (await Promise.all(documents.map((one) => ranBy(context, store, one)))).flat();
  if (diagrams.length === 0) throw new Problem('no-longer-kept', { detail: recordsNotKept });
  return diagrams;
}

/**
 * Each with how often it ran. Those that the payment's own document names are known for as long as it is kept; those that they have
 * called from the engine's records.
 */
async function ranBy(context: OperationsContext, store: DiagramStore, document: PaymentDocument) {
  const { engine, side } = document;
  const counted = new Map<string, { readonly of: Definition; times: number }>();
  const count = (of: Definition): void => {
    const known = counted.get(of.processDefinitionKey) ?? { of, times: 0 };
    known.times += 1;
    counted.set(of.processDefinitionKey, known);
  };
  const records = await recordsOf(context, document);
  for (const { value } of records) count(value);
  const known = new Set(records.map(({ value }) => value.processInstanceKey));
  for (const [processInstanceKey, key] of definitionsOf(document)) {
    const diagram = known.has(processInstanceKey) ? undefined : await store.find(engine, key);
    if (diagram !== undefined) count(diagram);
  }
  return [...counted.values()].map(
    ({ of: { processDefinitionKey, bpmnProcessId, version }, times }) => ({
      ...{ side, engine, processDefinitionKey, bpmnProcessId, version, times },
    }),
  );
}

function recordsOf(
  { elasticsearch, environment, deps }: OperationsContext,
  document: PaymentDocument,
) {
  const prefix = recordsPrefixOf(environment, document.engine);
  return readProcesses({ elasticsearch, prefix, nowMs: deps.clock.now() }, document);
}

/** By process. */
function definitionsOf({ steps }: PaymentDocument): ReadonlyMap<string, string> {
  return new Map(
    steps.flatMap(({ processInstanceKey, processDefinitionKey: key }) =>
      key === undefined ? [] : [[processInstanceKey, key] as const],
    ),
  );
}
