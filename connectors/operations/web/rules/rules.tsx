/** Who pays whom how much: rules as finance people think of them, in a sheet. */
import { Route, Switch } from 'wouter';
import { useSession } from '../api/session';
import { nameIn } from '../kit/addresses';
import type { PlaceProps } from '../kit/place';
import { Title } from '../kit/title';
import { Views } from '../kit/views';
import { useWords } from '../words/preferences';
import styles from './rules.module.css';
import { rulesWords } from './words';
import { lazyView } from '../kit/lazy-view';

const Versions = lazyView(() => import('./versions/versions'));
const Version = lazyView(() => import('./versions/version'));
const NewRules = lazyView(() => import('./editor/new-rules'));
const Cycles = lazyView(() => import('./obligations/cycles'));
const Cycle = lazyView(() => import('./obligations/cycle'));

export default function Rules({ tenant }: PlaceProps) {
  const { apis } = useSession();
  const words = useWords(rulesWords);
  return (
    <div className={styles['stack']}>
      <Views
        label={words.title}
        views={[
          { path: '/', below: '/versions', title: words.versions },
          { path: '/new', title: words.write },
          ...(apis.obligations ? [{ path: '/obligations', title: words.obligations }] : []),
        ]}
      />
      <Title tab={words.title}>{words.title}</Title>
      <Switch>
        <Route path="/">
          <Versions tenant={tenant} />
        </Route>
        <Route path="/new">
          <NewRules tenant={tenant} />
        </Route>
        <Route path="/versions/:id/:tab?">
          {({ id, tab }) => <Version key={id} tenant={tenant} id={id} tab={tab} />}
        </Route>
        {apis.obligations && (
          <Route path="/obligations">
            <Cycles tenant={tenant} />
          </Route>
        )}
        {apis.obligations && (
          <Route path="/obligations/:id">
            {({ id }) => <Cycle key={id} tenant={tenant} id={nameIn(id)} />}
          </Route>
        )}
        <Route>{words.noSuchPage}</Route>
      </Switch>
    </div>
  );
}
