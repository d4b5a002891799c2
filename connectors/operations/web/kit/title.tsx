/** The heading of a view: whoever came to it by a link of the page goes on reading there. */
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';

const product = 'Payment Hub';

export function Title({ children, tab }: { readonly children: ReactNode; readonly tab: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before effects: a list that goes back to where it was scrolled to does so after this.
  useLayoutEffect(() => {
    // Nobody has come by a link while no view has named the tab: then the page begins at its top.
    if (document.title !== product) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = `${tab} · ${product}`;
  }, [tab]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
