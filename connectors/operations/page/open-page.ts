import { createTokenVerifier } from '../../common/api/tokens';
import type { OperationsContext } from '../api/context';
import { operationsApiSettings } from '../api/settings';
import { OperatorsPage, type PageDeps } from './page';
import { readPageSettings } from './settings';

/**
 * Undefined where no page is wanted. Before the topics are followed, since it hears of each record.
 * @throws ConfigurationError
 */
export function openPage(
  context: Omit<OperationsContext, 'sender'>,
  rest: Pick<PageDeps, 'builtIn'> = {},
): OperatorsPage | undefined {
  const { environment, deps, kafka, topics, ownMatters } = context;
  const settings = readPageSettings(environment);
  if (settings === undefined) return undefined;
  const { tokens, clockSkewS } = operationsApiSettings(environment);
  const verify = createTokenVerifier(tokens, deps, clockSkewS);
  const page = new OperatorsPage({
    ...{ settings, environment, deps, kafka, verify, ownMatters, known: topics },
    ...rest,
  });
  topics.onRead(page.live.enter);
  return page;
}
