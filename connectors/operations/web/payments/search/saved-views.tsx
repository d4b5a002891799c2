/** Searches with a name, one press away; the address of each can be shared. */
import { useState } from 'react';
import { Link } from 'wouter';
import { CopyButton } from '../../kit/copy-button';
import { useOwnStore } from '../../kit/own-store';
import { Button, Dialog, Field } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import { isEmpty, writeQuery, type Query } from './query';
import styles from './search.module.css';
import {
  keptOf,
  nameLengthMax,
  presets,
  readViews,
  renamed,
  withoutView,
  withView,
  type OwnView,
  type PresetName,
} from './views';
import { searchWords } from './words';

interface SavedViewsProps {
  readonly tenant: string;
  readonly query: Query;
}

export function SavedViews({ tenant, query }: SavedViewsProps) {
  const words = useWords(searchWords);
  const { value: views, change } = useOwnStore('views', tenant, readViews);
  const [open, setOpen] = useState<'save' | 'edit'>();
  const [isKept, setIsKept] = useState(true);
  const changeViews = (update: (now: readonly OwnView[]) => readonly OwnView[]) =>
    setIsKept(change(update));
  const close = () => setOpen(undefined);
  const here = writeQuery(query);
  const all = [
    ...(Object.keys(presets) as PresetName[]).map((name) => ({
      name: words.presets[name],
      search: writeQuery(presets[name]),
    })),
    ...views,
  ];
  return (
    <nav aria-label={words.views} className={styles['chips']}>
      <span className={styles['label']}>{words.views}</span>
      {all.map(({ name, search }) => (
        <Link
          key={`${name} ${search}`}
          href={`?${search}`}
          className={styles['view']}
          aria-current={search === here ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
      {!isEmpty(query) && (
        <Button look="link" onClick={() => setOpen('save')}>
          {words.saveView}
        </Button>
      )}
      {views.length > 0 && (
        <Button look="link" onClick={() => setOpen('edit')}>
          {words.editViews}
        </Button>
      )}
      <CopyAddress key={here} />
      {!isKept && <p role="alert">{words.notKept}</p>}
      {open === 'save' && (
        <SaveView query={query} views={views} change={changeViews} close={close} />
      )}
      {open === 'edit' && (
        <Dialog title={words.ownViews} onClose={close}>
          {views.map((view) => (
            <EditView key={view.name} view={view} change={changeViews} />
          ))}
        </Dialog>
      )}
    </nav>
  );
}

type ChangeViews = (update: (now: readonly OwnView[]) => readonly OwnView[]) => void;

function SaveView(props: {
  readonly query: Query;
  readonly views: readonly OwnView[];
  readonly change: ChangeViews;
  readonly close: () => void;
}) {
  const words = useWords(searchWords);
  const [name, setName] = useState('');
  const isKnown = props.views.some((one) => one.name === name.trim());
  return (
    <Dialog title={words.saveView} onClose={props.close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          props.change((now) => withView(now, { name, search: keptOf(props.query) }));
          props.close();
        }}
      >
        <Field label={words.saveViewName} hint={words.saveViewHint}>
          {(about) => (
            <input
              {...about}
              ref={beginHere}
              required
              autoComplete="off"
              maxLength={nameLengthMax}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {props.query.hidden !== undefined && <p>{words.saveViewHidden}</p>}
        {isKnown && <p role="status">{words.replace}</p>}
        <Button type="submit" look="main">
          {words.save}
        </Button>
      </form>
    </Dialog>
  );
}

/** Where the keyboard is when the dialog opens; React's own `autoFocus` comes before there is a dialog. */
function beginHere(input: HTMLInputElement | null): void {
  input?.setAttribute('autofocus', '');
}

function EditView({ view, change }: { readonly view: OwnView; readonly change: ChangeViews }) {
  const words = useWords(searchWords);
  const [name, setName] = useState(view.name);
  const [isTaken, setIsTaken] = useState(false);
  return (
    <form
      className={styles['edit']}
      onSubmit={(event) => {
        event.preventDefault();
        change((now) => {
          const next = renamed(now, view.name, name);
          setIsTaken(next === undefined);
          return next ?? now;
        });
      }}
    >
      <Field label={words.rename(view.name)} error={isTaken ? words.nameTaken : undefined}>
        {(about) => (
          <input
            {...about}
            autoComplete="off"
            maxLength={nameLengthMax}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit">{words.save}</Button>
      <Button
        look="danger"
        onClick={() => change((now) => withoutView(now, view.name))}
        aria-label={words.removeView(view.name)}
      >
        {words.remove}
      </Button>
    </form>
  );
}

function CopyAddress() {
  const words = useWords(searchWords);
  return (
    <CopyButton look="link" text={() => location.href}>
      {words.copyAddress}
    </CopyButton>
  );
}
