import type { Express } from 'express';
import { createOperationsApp } from '../../common/api/operations-app';
import type { Deps } from '../../common/runtime';
import type { Obligations } from '../obligations';
import { obligationsApi } from './api';
import { cycleHandlers } from './cycles';
import { ledgerEntryHandlers } from './ledger-entries';
import { obligationsApiSettings, type ObligationsApiEnvironment } from './settings';

/** @throws ConfigurationError when tokens cannot be checked. */
export function createObligationsApp(
  environment: ObligationsApiEnvironment,
  obligations: Obligations,
  deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>,
): Express {
  const handlers = {
    ...ledgerEntryHandlers(obligations),
    ...cycleHandlers(obligations, environment.OBLIGATIONS_TOKEN_DFSP_CLAIM),
  };
  return createOperationsApp(obligationsApi, handlers, obligationsApiSettings(environment), deps);
}
