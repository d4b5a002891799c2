import type { Express } from 'express';
import { createOperationsApp } from '../../common/api/operations-app';
import { createPersonTokens } from '../../common/contracts/person-tokens';
import type { KafkaPublisher } from '../../common/doors/kafka/kafka-door';
import { allowInTenant } from './access';
import { Acts } from './acts';
import { DiagramStore } from '../diagrams/diagram-store';
import { diagramsHandlers } from '../diagrams/handlers';
import { elementsHandlers } from '../elements/handlers';
import { reportHandlers } from '../reports/handlers';
import { searchHandlers } from '../search/handlers';
import { Streams } from '../search/streams';
import { messagesHandlers } from '../messages/handlers';
import { WholeMessages } from '../messages/read-whole';
import { revealHandlers } from '../messages/reveal';
import { storyHandlers } from '../story/handlers';
import { operationsApi } from './api';
import type { OperationsContext } from './context';
import { operationsApiSettings } from './settings';
import { tenantHandlers } from './tenants';
import { waitingHandlers } from './waiting';
import { actHandlers } from '../acts/handlers';
import { decisionHandlers } from '../decisions/handlers';
import { callsHandlers } from '../on-call/handlers';
import { incidentHandlers } from '../incidents/handlers';
import { reconciliationHandlers } from '../reconciliation/handlers';
import { workHandlers } from '../work/handlers';

/** @throws ConfigurationError when tokens cannot be checked. */
export function createOperationsApiApp(
  context: OperationsContext,
  publisher: Pick<KafkaPublisher, 'publish'>,
): Express {
  const { environment, deps } = context;
  const secret = environment.PAYMENT_EVENTS_PERSON_SECRET;
  const tokens = secret === undefined ? undefined : createPersonTokens(secret);
  const acts = new Acts({ ...deps, publisher, topic: environment.OPERATIONS_AUDIT_TOPIC, tokens });
  const streams = new Streams();
  const diagrams = new DiagramStore(context);
  const whole = new WholeMessages(context);
  const handlers = {
    ...tenantHandlers(context),
    ...searchHandlers(context, streams, tokens),
    ...storyHandlers(context),
    ...elementsHandlers(context, diagrams),
    ...diagramsHandlers(context, diagrams),
    ...messagesHandlers(context, whole),
    ...revealHandlers(context, whole),
    ...waitingHandlers(context),
    ...workHandlers(context),
    ...callsHandlers(context),
    ...decisionHandlers(context),
    ...incidentHandlers(context),
    ...reportHandlers(context, streams, diagrams),
    ...actHandlers(context, tokens),
    ...reconciliationHandlers(context),
  };
  const settings = {
    ...operationsApiSettings(environment),
    allow: allowInTenant(environment.OPERATIONS_TOKEN_ROLES_CLAIM, acts.refused),
    witness: acts.told,
  };
  return createOperationsApp(operationsApi, handlers, settings, deps);
}
