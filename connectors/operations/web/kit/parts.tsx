/** What every view is put together of. */
import { useEffect, useId, useRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { ApiProblem } from '../api/problem';
import { useWords } from '../words/preferences';
import { kitWords } from './words';
import styles from './kit.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'main' | 'plain' | 'danger' | 'link';
}

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  const classes = [styles['button'], styles[look], className].filter(Boolean).join(' ');
  return <button type="button" {...rest} className={classes} />;
}

interface PanelProps {
  readonly title: ReactNode;
  /** Beside the title: a count, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly level?: 2 | 3;
}

export function Panel({ title, aside, children, level = 2 }: PanelProps) {
  const id = useId();
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <header className={styles['panelHead']}>
        <Title id={id}>{title}</Title>
        {aside !== undefined && <div className={styles['aside']}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** Over the page: the browser keeps the keyboard in it, and Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
  side = false,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** At the page's side, which can be read on beside it. */
  readonly side?: boolean;
}) {
  const words = useWords(kitWords);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    if (current !== null && !current.open) current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={side ? styles['side'] : styles['dialog']}
      aria-labelledby={id}
      onClose={onClose}
    >
      <header className={styles['panelHead']}>
        <h2 id={id}>{title}</h2>
        <Button look="link" onClick={() => dialog.current?.close()} aria-label={words.close}>
          ✕
        </Button>
      </header>
      {children}
    </dialog>
  );
}

/** Set apart from what stands around it. */
export function Note({
  tone,
  role,
  children,
}: {
  readonly tone: 'bad' | 'warning' | 'info';
  readonly role?: 'alert' | 'status';
  readonly children: ReactNode;
}) {
  return (
    <div role={role} className={`${styles['note'] ?? ''} ${styles[tone] ?? ''}`}>
      {children}
    </div>
  );
}

/** What went wrong, and what to do. */
export function ProblemNote({
  of,
  again,
  isAct = false,
}: {
  readonly of: Error;
  readonly again?: () => void;
  /** Something was to be done, not only to be read. */
  readonly isAct?: boolean;
}) {
  const words = useWords(kitWords);
  const problem = of instanceof ApiProblem ? of : undefined;
  const text = () => {
    if (problem === undefined) return of.message;
    if (problem.status === 0) return words.noAnswer;
    return problem.detail ?? problem.title;
  };
  return (
    <Note tone="bad" role="alert">
      <p>{text()}</p>
      {problem?.status === 403 && <p>{words.forbidden}</p>}
      {problem?.status === 503 && <p>{words.unavailable}</p>}
      {isAct && problem?.isUncertain === true && <p>{words.uncertain}</p>}
      {problem !== undefined && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((error) => {
            const where = error.pointer ?? error.parameter ?? error.header ?? '';
            return (
              <li key={`${where} ${error.detail}`}>
                {where} {error.detail}
              </li>
            );
          })}
        </ul>
      )}
      {again !== undefined && <Button onClick={again}>{words.again}</Button>}
    </Note>
  );
}

/** Nothing is there: why, and what to do. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className={styles['empty']}>{children}</div>;
}

export function Reading() {
  return (
    <p role="status" className={styles['quiet']}>
      {useWords(kitWords).reading}
    </p>
  );
}

interface Read<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** What was read; over it what hinders it from being read anew. */
export function Answered<Data>({
  read,
  children,
}: {
  readonly read: Read<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, error, refetch } = read;
  const again = () => {
    void refetch();
  };
  return (
    <>
      {error !== null && <ProblemNote of={error} again={again} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Reading />}
    </>
  );
}

/** Name and value, one under the other. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles['facts']}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Field({
  label,
  hint,
  error,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly children: (about: {
    readonly id: string;
    readonly 'aria-describedby': string;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}) {
  const id = useId();
  const about = {
    id,
    'aria-describedby': `${id}-about`,
    'aria-invalid': error !== undefined,
  };
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children(about)}
      <div id={`${id}-about`}>
        {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
        {error !== undefined && (
          <p role="alert" className={styles['fieldError']}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

/** One of few, applied as soon as it is chosen. */
export function Choice<Value extends string>({
  label,
  value,
  among,
  choose,
}: {
  readonly label: string;
  readonly value: Value;
  readonly among: readonly (readonly [Value, string])[];
  readonly choose: (value: Value) => void;
}) {
  return (
    <Field label={label}>
      {(about) => (
        <select
          {...about}
          value={value}
          onChange={(event) => {
            const chosen = among.find(([one]) => one === event.target.value);
            if (chosen !== undefined) choose(chosen[0]);
          }}
        >
          {among.map(([one, title]) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
