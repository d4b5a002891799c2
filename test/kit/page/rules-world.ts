/** The operators' page with the APIs of fee rules, whose rule sets are kept in a folder, and of obligations behind it. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { createAdministration } from '../../../connectors/fee-rules/administration/administration';
import { administrationEnvironment } from '../../../connectors/fee-rules/administration/settings';
import { openRuleSets } from '../../../connectors/fee-rules/rule-sets/open-rule-sets';
import type { RuleSets } from '../../../connectors/fee-rules/rule-sets/rule-sets';
import { ruleSetsEnvironment } from '../../../connectors/fee-rules/rule-sets/settings';
import { createObligationsApp } from '../../../connectors/obligations/api/app';
import { obligationsApiEnvironment } from '../../../connectors/obligations/api/settings';
import type { Obligations } from '../../../connectors/obligations/obligations';
import { startLocalServer } from '../local-server';
import { ObligationsWorld } from '../obligations';
import { silentLog } from '../parts/channel';
import { pageAudience, startPageWorld, type PageWorld } from './world';

/** Of obligations: its window is past, and it takes entries still. */
export const openCycle = '20261121T080000Z';

export interface RulesWorld {
  readonly page: PageWorld;
  /** What payments are charged by. */
  readonly ruleSets: RuleSets;
  readonly obligations: Obligations;
  /** The APIs give no answer any more. */
  setAway(isAway: boolean): void;
  close(): Promise<void>;
}

const deps = { clock: systemClock, random: systemRandom, log: silentLog };

export async function startRulesWorld(): Promise<RulesWorld> {
  // Where the APIs are must be known to the page, and the page's issuer to the APIs.
  const feeRulesServer = await startServerInWaiting();
  const obligationsServer = await startServerInWaiting();
  const page = await startPageWorld({
    settings: {
      OPERATIONS_PAGE_FEE_RULES_URL: feeRulesServer.url,
      OPERATIONS_PAGE_OBLIGATIONS_URL: obligationsServer.url,
    },
  });
  const http = createAxiosTransport();
  const feeRules = startFeeRules(page, http);
  const obligations = await startObligations(page, http);
  feeRulesServer.serve(feeRules.app);
  obligationsServer.serve(obligations.app);
  return {
    ...{ page, ruleSets: feeRules.ruleSets, obligations: obligations.figures },
    setAway: (isAway) => {
      feeRulesServer.setAway(isAway);
      obligationsServer.setAway(isAway);
    },
    close: async () => {
      await page.close();
      await feeRules.close();
      await obligations.close();
      http.close();
      await feeRulesServer.close();
      await obligationsServer.close();
    },
  };
}

async function startServerInWaiting() {
  const behind: { listener?: RequestListener; isAway: boolean } = { isAway: false };
  const server = await startLocalServer((request, response) => {
    if (behind.isAway) request.socket.destroy();
    else behind.listener?.(request, response);
  });
  return {
    ...{ url: server.url, close: () => server.close() },
    serve: (listener: RequestListener) => {
      behind.listener = listener;
    },
    setAway: (isAway: boolean) => {
      behind.isAway = isAway;
    },
  };
}

type Transport = ReturnType<typeof createAxiosTransport>;

function startFeeRules(page: PageWorld, http: Transport) {
  const folder = mkdtempSync(join(tmpdir(), 'rules-on-the-page-'));
  const kafka = page.kafka.door();
  const ruleSets = openRuleSets(
    readEnvironment(ruleSetsEnvironment, { FEE_RULES_DIRECTORY: folder }),
    { ...deps, metrics: new Registry(), kafka },
  );
  const administration = createAdministration(
    readEnvironment(administrationEnvironment, settingsOf(page, 'FEE_RULES_ADMINISTRATION')),
    { ruleSets, kafka },
    { ...deps, http },
  );
  return {
    ...{ app: administration.app, ruleSets },
    close: async () => {
      await administration.close();
      await ruleSets.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function startObligations(page: PageWorld, http: Transport) {
  const world = new ObligationsWorld();
  world.write(
    { transactionId: 't1', debtor: 'lion', creditor: 'buffalo', amount: '600' },
    { transactionId: 't2', debtor: 'buffalo', creditor: 'lion', amount: '100' },
  );
  const figures = await world.start();
  world.now = Date.parse('2026-11-21T09:10:00.000Z');
  const app = createObligationsApp(
    readEnvironment(obligationsApiEnvironment, settingsOf(page, 'OBLIGATIONS')),
    figures,
    { ...deps, http },
  );
  return { app, figures, close: () => world.stop() };
}

const settingsOf = ({ issuer }: PageWorld, prefix: string) => ({
  [`${prefix}_TOKEN_ISSUER`]: issuer.url,
  [`${prefix}_TOKEN_AUDIENCE`]: pageAudience,
  [`${prefix}_TOKEN_JWKS_URL`]: `${issuer.url}/jwks`,
  [`${prefix}_REQUESTS_PER_MINUTE_MAX`]: '100000',
  [`${prefix}_WORK_TIMEOUT_MS`]: '100000',
});
