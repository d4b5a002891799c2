/** The home of the page: what there is to do, by urgency. */
import { Redirect, Route, Switch } from 'wouter';
import { useWork } from '../api/work';
import { addressOf, nameIn } from '../kit/addresses';
import { Answered } from '../kit/parts';
import type { PlaceProps } from '../kit/place';
import { Title } from '../kit/title';
import { Age, AsOf } from '../kit/values';
import { useWords } from '../words/preferences';
import { ApprovalPanel } from './approval';
import { Lists } from './lists';
import { DecisionPanel } from './panel';
import { useApprovals, useSummary } from './reads';
import { useRowKeys } from './row-keys';
import { Strip } from './strip';
import { workWords } from './words';
import styles from './work.module.css';
import { lazyView } from '../kit/lazy-view';

const CauseView = lazyView(async () => ({ default: (await import('./cause')).CauseView }));
const RetriesView = lazyView(async () => ({ default: (await import('./retries')).RetriesView }));

export default function WorkPlace({ tenant }: PlaceProps) {
  return (
    <Switch>
      <Route path="/incidents/retries/:batchId">
        {({ batchId }) => <RetriesView key={batchId} {...{ tenant, batchId: nameIn(batchId) }} />}
      </Route>
      <Route path="/incidents/:group">
        {({ group }) => <CauseView key={group} {...{ tenant, group: nameIn(group) }} />}
      </Route>
      {/* One route for all that stands beside the lists, so that they stay as they are. */}
      <Route path="/*?">{({ '*': path }) => <Home tenant={tenant} path={path ?? ''} />}</Route>
    </Switch>
  );
}

interface HomeProps {
  readonly tenant: string;
  readonly path: string;
}

function Home({ tenant, path }: HomeProps) {
  const words = useWords(workWords);
  const work = useWork(tenant);
  const approvals = useApprovals(tenant);
  useRowKeys();
  return (
    <>
      <div className={styles['head']}>
        <Title tab={words.title}>{words.title}</Title>
        <AsOf at={work.data?.asOf} />
      </div>
      <Strip tenant={tenant} />
      <Answered read={work}>
        {(data) => (
          <>
            {data.toDecide.count + data.outcomeUnknown.count + data.incidents.count === 0 &&
              approvals.data?.decisions.length === 0 && <Nothing tenant={tenant} />}
            <Lists {...{ tenant }} work={data} approvals={approvals.data} />
          </>
        )}
      </Answered>
      <Beside {...{ tenant, path }} />
    </>
  );
}

function Nothing({ tenant }: { readonly tenant: string }) {
  const words = useWords(workWords);
  const oldestHold = useSummary(tenant).data?.records?.oldestHold;
  return (
    <p role="status" className={styles['big']}>
      {oldestHold == null ? (
        words.nothing
      ) : (
        <>
          {words.nothingOldest} <Age since={oldestHold.since} />.
        </>
      )}
    </p>
  );
}

/** What is open at the page's side. */
function Beside({ tenant, path }: HomeProps) {
  if (path === '') return null;
  const [, decisionId] = /^approvals\/([^/]+)$/.exec(path) ?? [];
  if (decisionId !== undefined) {
    return <ApprovalPanel key={path} {...{ tenant, decisionId: nameIn(decisionId) }} />;
  }
  const matterKey = nameIn(path);
  const [, group] = /^cause:(.+)$/.exec(matterKey) ?? [];
  if (group !== undefined) return <Redirect to={`/incidents/${addressOf(group)}`} replace />;
  return <DecisionPanel key={path} {...{ tenant, matterKey }} />;
}
