import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Back to the lists; not when somebody has gone on already: a dialog tells of its closing a moment later. */
export function useClose(): () => void {
  const [, go] = useLocation();
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return () => {
    if (isHere.current) go('/');
  };
}
