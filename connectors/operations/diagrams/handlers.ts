/** The processes that a payment ran by, each in the version in which it was deployed then. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { OperationsContext } from '../api/context';
import { recordsPrefixOf } from '../api/settings';
import { notKept } from '../elements/handlers';
import type { ProcessRecord } from '../elements/engine-record';
import { readProcesses } from '../elements/read-records';
import { findPayment } from '../story/find-payment';
import { bytesOf, type DiagramStore } from './diagram-store';

export function diagramsHandlers(context: OperationsContext, store: DiagramStore) {
  return {
    listDiagrams: small(async ({ parameters: { tenant = '', transactionId = '' } }) => {
      const documents = await findPayment(context, tenant, transactionId);
      const diagrams = (await Promise.all(documents.map((one) => ranBy(context, one)))).flat();
      if (diagrams.length === 0) throw new Problem('no-longer-kept', { detail: notKept });
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
      const diagrams = (await Promise.all(documents.map((one) => ranBy(context, one)))).flat();
      if (diagrams.length === 0) throw new Problem('no-longer-kept', { detail: notKept });
      const ran = diagrams.some(
        (one) => one.engine === engine && one.processDefinitionKey === processDefinitionKey,
      );
      const found = ran ? await store.find(engine, processDefinitionKey) : undefined;
      if (found !== undefined) return { mediaType: 'application/xml', content: bytesOf(found) };
      throw new Problem('unknown-id', { detail: ran ? notSeen : notRunBy });
    }),
  };
}

const notRunBy = 'This payment did not run by such a process';
const notSeen =
  'The payment ran by it, and no indexer has seen how it was deployed: deploy the indexer beside each engine';

/** Called processes too; those that ran several times once, with how often. */
async function ranBy(context: OperationsContext, document: PaymentDocument) {
  const { elasticsearch, environment, deps } = context;
  const { engine, side } = document;
  const prefix = recordsPrefixOf(environment, engine);
  const source = { elasticsearch, prefix, nowMs: deps.clock.now() };
  const counted = new Map<string, { readonly value: ProcessRecord['value']; times: number }>();
  for (const { value } of await readProcesses(source, document)) {
    const known = counted.get(value.processDefinitionKey) ?? { value, times: 0 };
    known.times += 1;
    counted.set(value.processDefinitionKey, known);
  }
  return [...counted.values()].map(({ value, times }) => {
    const { processDefinitionKey, bpmnProcessId, version } = value;
    return { side, engine, processDefinitionKey, bpmnProcessId, version, times };
  });
}
