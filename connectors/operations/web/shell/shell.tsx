/** What stands around every place: where one is, for whom, and how live it is. */
import { useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { LiveProvider, useLive } from '../api/live';
import { signOut, useSession } from '../api/session';
import { Button, Dialog, ProblemNote } from '../kit/parts';
import { ShortcutsProvider, useShortcutList, useShortcuts, type Shortcut } from '../kit/shortcuts';
import { Title } from '../kit/title';
import { places, type Place } from '../places';
import { usePreferences, useWords } from '../words/preferences';
import { Alone } from './alone';
import { Crash } from './crash';
import styles from './shell.module.css';
import { shellWords } from './words';

/** The address says for whom: `/app/lion/work`. */
export function Shell() {
  const { tenants } = useSession();
  const words = useWords(shellWords);
  const first = tenants[0]?.tenant;
  if (first === undefined) return <Alone>{words.noTenant}</Alone>;
  return (
    <Switch>
      <Route path="/signed-in">
        <Alone>{words.signInDone}</Alone>
      </Route>
      <Route path="/:tenant/*?">
        {({ tenant }) =>
          tenants.some((one) => one.tenant === tenant) ? (
            <TenantPage key={tenant} tenant={tenant} />
          ) : (
            <Alone>
              <p role="alert">{words.unknownTenant(tenant)}</p>
              <Link href={`/${first}`}>{words.toWork}</Link>
            </Alone>
          )
        }
      </Route>
      <Route>
        <Redirect to={addressOfPlace(first, places[0])} replace />
      </Route>
    </Switch>
  );
}

function TenantPage({ tenant }: { readonly tenant: string }) {
  const session = useSession();
  const words = useWords(shellWords);
  const own = places.filter(({ isThere }) => isThere?.(session) ?? true);
  return (
    <LiveProvider tenant={tenant}>
      <ShortcutsProvider>
        <a className={styles['skip']} href="#content">
          {words.skip}
        </a>
        <Bar tenant={tenant} own={own} />
        <main id="content" className={styles['content']} tabIndex={-1}>
          <Switch>
            {own.map(({ name, View }) => (
              <Route key={name} path={`/${tenant}/${name}`} nest>
                <Crash
                  fallback={(error) => (
                    <>
                      <p>{words.crashed}</p>
                      <ProblemNote of={error} />
                    </>
                  )}
                >
                  <View tenant={tenant} />
                </Crash>
              </Route>
            ))}
            <Route path={`/${tenant}`}>
              <Redirect to={addressOfPlace(tenant, own[0])} replace />
            </Route>
            <Route>
              <Title tab={words.noSuchPlace}>{words.noSuchPlace}</Title>
            </Route>
          </Switch>
        </main>
      </ShortcutsProvider>
    </LiveProvider>
  );
}

const addressOfPlace = (tenant: string, place?: Place) => `/${tenant}/${place?.name ?? ''}`;

const isBelow = (path: string, address: string) => `${path}/`.startsWith(`${address}/`);

function Bar({ tenant, own }: { readonly tenant: string; readonly own: readonly Place[] }) {
  const { name, person, tenants } = useSession();
  const words = useWords(shellWords);
  const [path, go] = useLocation();
  const live = useLive();
  const [problem, setProblem] = useState<Error>();
  useFindKey(tenant);
  return (
    <header className={styles['bar']}>
      <span className={styles['product']}>{words.product}</span>
      <nav aria-label={words.navigation}>
        <ul className={styles['places']}>
          {own.map((place) => {
            const to = addressOfPlace(tenant, place);
            return (
              <li key={place.name}>
                <Link href={to} aria-current={isBelow(path, to) ? 'page' : undefined}>
                  {words.places[place.name]}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={styles['end']}>
        <span role="status" className={styles['live']}>
          {words.live[live]}
        </span>
        <Keys />
        {tenants.length > 1 && (
          <select
            aria-label={words.tenant}
            value={tenant}
            onChange={(event) => {
              const here = own.find((place) => isBelow(path, addressOfPlace(tenant, place)));
              go(addressOfPlace(event.target.value, here));
            }}
          >
            {tenants.map((one) => (
              <option key={one.tenant}>{one.tenant}</option>
            ))}
          </select>
        )}
        <span>{name ?? person}</span>
        <Button onClick={() => void signOut().catch(setProblem)}>{words.signOut}</Button>
      </div>
      {problem !== undefined && <ProblemNote of={problem} isAct />}
    </header>
  );
}

/** `/` finds a payment from everywhere; the search itself knows better where its box is. */
function useFindKey(tenant: string): void {
  const words = useWords(shellWords);
  const [path, go] = useLocation();
  const search = `/${tenant}/payments`;
  const find = () => go(search, { state: { find: true } });
  useShortcuts(path === search ? [] : [{ key: '/', does: words.find, run: find }]);
}

/** `?` shows the keys of the view. */
function Keys() {
  const words = useWords(shellWords);
  const { hasShortcuts } = usePreferences().preferences;
  const list = useShortcutList();
  const [shown, setShown] = useState<readonly Shortcut[]>();
  const show = () => setShown(list());
  useShortcuts([{ key: '?', does: words.keysHelp, run: show }]);
  return (
    <>
      <Button look="link" onClick={show}>
        {words.keys}
      </Button>
      {shown !== undefined && (
        <Dialog title={words.keys} onClose={() => setShown(undefined)}>
          {hasShortcuts ? (
            <dl className={styles['keys']}>
              {shown.map(({ key, does }) => (
                <div key={key} style={{ display: 'contents' }}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          ) : (
            <p>{words.noKeys}</p>
          )}
        </Dialog>
      )}
    </>
  );
}
