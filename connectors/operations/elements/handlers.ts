/** What the engine did for a payment, element by element. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { OperationsContext } from '../api/context';
import { recordsPrefixOf } from '../api/settings';
import type { DiagramStore } from '../diagrams/diagram-store';
import { findPayment } from '../story/find-payment';
import { executedProcesses, type ExecutedProcess } from './executed';
import { processesOf, readRecords } from './read-records';

export function elementsHandlers(context: OperationsContext, store: DiagramStore) {
  return {
    showElements: small(async ({ parameters: { tenant = '', transactionId = '' } }) => {
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await Promise.all(documents.map((one) => sideOf(context, store, one)));
      if (sides.every(({ processes }) => processes.length === 0)) {
        throw new Problem('no-longer-kept', { detail: notKept });
      }
      return { json: { tenant, transactionId: documents[0]?.transactionId, sides } };
    }),
  };
}

export const notKept =
  'The engine’s records of this payment are not in Elasticsearch, or not any more: they are kept for 90 days unless INDEXER_RECORDS_RETENTION says otherwise. What happened is still told by the payment’s story.';

async function sideOf(context: OperationsContext, store: DiagramStore, document: PaymentDocument) {
  const { environment, elasticsearch, deps } = context;
  const { side, engine } = document;
  const prefix = recordsPrefixOf(environment, engine);
  const source = { elasticsearch, prefix, nowMs: deps.clock.now() };
  const processes = executedProcesses(await readRecords(source, document));
  const known = new Set(processes.map(({ processInstanceKey }) => processInstanceKey));
  const missing = processesOf(document).filter((one) => !known.has(one));
  return {
    ...{ side, engine },
    processes: await Promise.all(processes.map((one) => withNames(store, engine, one))),
    ...(missing.length > 0 && { notKept: { processInstanceKeys: missing, why: notKept } }),
  };
}

/** As the diagram calls its elements. */
async function withNames(store: DiagramStore, engine: string, process: ExecutedProcess) {
  const names = await store.namesOf(engine, process.processDefinitionKey);
  const elements = process.elements.map((one) => ({ ...one, name: names.get(one.elementId) }));
  return { ...process, elements };
}
