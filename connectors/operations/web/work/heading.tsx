import { useEffect, useRef, type ReactNode } from 'react';

/** Where what is new on the page begins: keyboard and voice go there when it comes. */
export function Heading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h3 ref={heading} tabIndex={-1}>
      {children}
    </h3>
  );
}
