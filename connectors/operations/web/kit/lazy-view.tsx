/** A view whose files are loaded when it is first shown; while they cannot be it says so and tries on. */
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useWords } from '../words/preferences';
import { Note, Reading } from './parts';
import { kitWords } from './words';

const againAfterMs = 3_000;
let views = 0;

/** As React's own `lazy`, which never tries again. */
export function lazyView<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  views += 1;
  const queryKey = ['view', views];
  return function LazyView(props: Props) {
    const words = useWords(kitWords);
    const { data, error } = useQuery({
      queryKey,
      queryFn: load,
      ...{ staleTime: Infinity, gcTime: Infinity, retry: false, structuralSharing: false },
      refetchInterval: ({ state }) => (state.data === undefined ? againAfterMs : false),
    });
    if (data !== undefined) return <data.default {...props} />;
    if (error === null) return <Reading />;
    return (
      <Note tone="bad" role="alert">
        {words.viewAway}
      </Note>
    );
  };
}
