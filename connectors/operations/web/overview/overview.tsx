/** Figures of payments, reports, and what hub, account system and switch do not agree on. */
import { Route, Switch } from 'wouter';
import type { PlaceProps } from '../kit/place';
import { Title } from '../kit/title';
import { Views } from '../kit/views';
import { useWords } from '../words/preferences';
import { Figures } from './figures/figures-view';
import { Reconciliation } from './reconciliation/reconciliation';
import { Reports } from './reports/reports';
import { Steps } from './steps/steps';
import { overviewWords } from './words';

const views = {
  figures: '/',
  steps: '/steps',
  reports: '/reports',
  reconciliation: '/reconciliation',
} as const;

export default function Overview({ tenant }: PlaceProps) {
  const words = useWords(overviewWords);
  return (
    <>
      <Views
        label={words.parts}
        views={(Object.keys(views) as (keyof typeof views)[]).map((name) => ({
          ...{ path: views[name], title: words.views[name] },
        }))}
      />
      <Switch>
        <Route path={views.figures}>
          <Figures tenant={tenant} />
        </Route>
        <Route path={views.steps}>
          <Steps tenant={tenant} />
        </Route>
        <Route path={views.reports}>
          <Reports tenant={tenant} />
        </Route>
        <Route path={views.reconciliation}>
          <Reconciliation tenant={tenant} />
        </Route>
        <Route>
          <Title tab={words.noSuchView}>{words.noSuchView}</Title>
        </Route>
      </Switch>
    </>
  );
}
