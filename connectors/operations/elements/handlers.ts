/** What the engine did for a payment, element by element. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { translated, type Language } from '../../common/words/languages';
import type { OperationsContext } from '../api/context';
import { Places } from '../api/places';
import { recordsPrefixOf } from '../api/settings';
import type { DiagramStore } from '../diagrams/diagram-store';
import { findPayment } from '../story/find-payment';
import { elementWords } from './element-words';
import { executedProcesses, type ExecutedProcess } from './executed';
import { eventsByElement } from './events-by-element';
import { processesOf, readRecords } from './read-records';

export function elementsHandlers(context: OperationsContext, store: DiagramStore) {
  const places = new Places({
    // Each is some ten questions to Elasticsearch, and megabytes of the engine's records.
    placesMax: 8,
    detail: translated(elementWords, (said) => said.othersRead),
    retryAfterS: 5,
  });
  return {
    showElements: small(async ({ parameters, language }) => {
      const { tenant = '', transactionId = '' } = parameters;
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await places.during(tenant, () =>
        Promise.all(documents.map((one) => sideOf(context, store, one, language))),
      );
      if (sides.every(({ processes }) => processes.length === 0)) {
        throw new Problem('no-longer-kept', { detail: recordsNotKept });
      }
      return { json: { tenant, transactionId: documents[0]?.transactionId, sides } };
    }),
  };
}

export const recordsNotKept = translated(elementWords, (said) => said.notKept);

async function sideOf(
  context: OperationsContext,
  store: DiagramStore,
  document: PaymentDocument,
  language: Language,
) {
  const { environment, elasticsearch, deps } = context;
  const { side, engine } = document;
  const prefix = recordsPrefixOf(environment, engine);
  const source = { elasticsearch, prefix, nowMs: deps.clock.now() };
  const records = await readRecords(source, document);
  const processes = executedProcesses(records);
  const events = eventsByElement(records, document);
  const known = new Set(processes.map(({ processInstanceKey }) => processInstanceKey));
  const missing = processesOf(document).filter((one) => !known.has(one));
  return {
    ...{ side, engine },
    processes: await Promise.all(processes.map((one) => told(store, engine, one, events))),
    ...(missing.length > 0 && {
      notKept: { processInstanceKeys: missing, why: recordsNotKept[language] },
    }),
  };
}

/** Each element as the diagram calls it, and with what it was in the payment's own words. */
async function told(
  store: DiagramStore,
  engine: string,
  process: ExecutedProcess,
  events: ReadonlyMap<string, readonly string[]>,
) {
  const names = await store.namesOf(engine, process.processDefinitionKey);
  const elements = process.elements.map((one) => ({
    ...one,
    name: names.get(one.elementId),
    eventIds: events.get(one.elementInstanceKey) ?? [],
  }));
  return { ...process, elements };
}
