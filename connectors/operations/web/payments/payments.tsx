/** Payments: found here; each opens at an address of its own. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { useOwnStore } from '../kit/own-store';
import type { PlaceProps } from '../kit/place';
import { createMemory } from './search/memory';
import { Search } from './search/search';
import { readVisited, withVisited } from './search/visited';
import { lazyView } from '../kit/lazy-view';

const Payment = lazyView(() => import('./payment/payment'));

export default function Payments({ tenant }: PlaceProps) {
  const [memory] = useState(() => createMemory(newKey));
  const { value: visited, change } = useOwnStore('visited', tenant, readVisited);
  const visitedIds = useMemo(() => new Set(visited), [visited]);
  return (
    <Switch>
      <Route path="/">
        <Search tenant={tenant} memory={memory} visited={visitedIds} />
      </Route>
      <Route path="/:transactionId/:tab?">
        {({ transactionId, tab }) => (
          <Visit key={transactionId} made={() => change((now) => withVisited(now, transactionId))}>
            <Payment tenant={tenant} transactionId={transactionId} tab={tab} />
          </Visit>
        )}
      </Route>
    </Switch>
  );
}

/** Begins at the top of the page, and is told of once. */
function Visit({ made, children }: { readonly made: () => void; readonly children: ReactNode }) {
  const told = useRef(made);
  useEffect(() => {
    window.scrollTo(0, 0);
    told.current();
  }, []);
  return children;
}

function newKey(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}
