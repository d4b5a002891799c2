/** The one box: an id goes straight to its payment, all else is looked for among the filters. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { addressOf } from '../../kit/addresses';
import { Button, Note, ProblemNote } from '../../kit/parts';
import { isPersonal } from '../../kit/personal';
import { useShortcuts } from '../../kit/shortcuts';
import { useWords } from '../../words/preferences';
import { useClipboardId } from './clipboard';
import { findPayments } from './found';
import type { SearchMemory } from './memory';
import { changed, type Query, type Asked } from './query';
import styles from './search.module.css';
import { countryCodeOf, readTyped, type Typed } from './typed';
import { searchWords } from './words';

interface BoxProps {
  readonly tenant: string;
  readonly query: Query;
  /** What is looked for and stands in no address. */
  readonly typed: string | undefined;
  readonly memory: SearchMemory;
  readonly show: (query: Query) => void;
}

export function Box(props: BoxProps) {
  const words = useWords(searchWords);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useTyped(props.typed ?? props.query.id ?? props.query.text ?? '');
  const { look, isCountryMissing, problem } = useLook(props);
  const offered = useClipboardId();
  useFocus(input);
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        look(text);
      }}
    >
      <div className={styles['box']}>
        <input
          ref={input}
          type="search"
          aria-label={words.box}
          aria-describedby="search-hint"
          placeholder={words.box}
          // Numbers of persons are not for the browser to remember.
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={400}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="main">
          {words.find}
        </Button>
      </div>
      <p id="search-hint" className={styles['hint']}>
        {words.boxHint}
      </p>
      {offered !== undefined && (
        <Button onClick={() => look(offered)}>{words.clipboard(offered)}</Button>
      )}
      {isCountryMissing && (
        <Note tone="info" role="alert">
          {words.numberWithoutCountry}
        </Note>
      )}
      {problem !== null && <ProblemNote of={problem} again={() => look(text)} />}
    </form>
  );
}

/** What is typed, until the address says something else. */
function useTyped(said: string) {
  const [typed, setTyped] = useState({ text: said, said });
  if (typed.said !== said) setTyped({ text: said, said });
  const setText = (text: string) => setTyped({ text, said });
  return [typed.text, setText] as const;
}

function useFocus(input: { readonly current: HTMLInputElement | null }): void {
  const words = useWords(searchWords);
  const focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts([{ key: '/', does: words.findKey, run: focus }]);
  const state = useHistoryState<{ readonly find?: boolean } | null>();
  useEffect(() => {
    if (state?.find === true) input.current?.focus();
  }, [state, input]);
}

function useLook({ tenant, query, memory, show }: BoxProps) {
  const [, go] = useLocation();
  const [isCountryMissing, setIsCountryMissing] = useState(false);
  const byId = useMutation({
    mutationFn: ({ search }: { readonly search: Asked }) =>
      findPayments(tenant, { ...search, limit: 10 }),
  });
  const none = { id: undefined, text: undefined, hidden: undefined };
  const hide = (typed: string, search: Asked) =>
    show(changed(query, { ...none, hidden: memory.hide(typed, search) }));
  const lookForId = ({ text, search }: Extract<Typed, { kind: 'id' }>) =>
    byId.mutate(
      { search },
      {
        onSuccess: ({ payments }) => {
          const [first, ...others] = new Set(payments.map((one) => one.transactionId));
          if (first !== undefined && others.length === 0) go(`/${addressOf(first)}`);
          else if (isPersonal(text)) hide(text, first === undefined ? { text } : search);
          else if (first === undefined) show(changed(query, { ...none, text }));
          else show({ id: text });
        },
      },
    );
  const look = (typed: string) => {
    const read = readTyped(typed, countryCodeOf(timeZone()));
    byId.reset();
    setIsCountryMissing(read.kind === 'number-without-country');
    if (read.kind === 'nothing') show(changed(query, none));
    if (read.kind === 'words') show(changed(query, { ...none, text: read.text }));
    if (read.kind === 'personal') hide(typed.trim(), read.search);
    if (read.kind === 'id') lookForId(read);
  };
  return { look, isCountryMissing, problem: byId.error };
}

function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
