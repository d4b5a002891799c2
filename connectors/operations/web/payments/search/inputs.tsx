/** Inputs that apply what stands in them when it is changed: on Enter, or when one goes on. */
import { useState, type RefObject } from 'react';
import { Field } from '../../kit/parts';
import { readLocal, writeLocal } from '../../kit/times';
import type { Zone } from './query';

interface TextInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string;
  readonly value: string | undefined;
  /** @returns undefined: it is none, and nothing is applied. Only called with what is not empty. */
  readonly read: (text: string) => string | undefined;
  readonly apply: (value: string | undefined) => void;
  readonly ref?: RefObject<HTMLInputElement | null>;
}

export function TextInput({ label, hint, wrong, value, read, apply, ref }: TextInputProps) {
  const said = value ?? '';
  const [typed, setTyped] = useState({ text: said, said, isWrong: false });
  if (typed.said !== said) setTyped({ text: said, said, isWrong: false });
  const done = () => {
    const text = typed.text.trim();
    if (text === said) return setTyped({ text, said, isWrong: false });
    const next = text === '' ? undefined : read(text);
    if (text !== '' && next === undefined) return setTyped({ ...typed, isWrong: true });
    if (next === value) return setTyped({ text: said, said, isWrong: false });
    apply(next);
  };
  return (
    <Field
      label={label}
      {...(hint !== undefined && { hint })}
      error={typed.isWrong ? wrong : undefined}
    >
      {(about) => (
        <input
          {...about}
          ref={ref}
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          value={typed.text}
          onChange={(event) => setTyped({ text: event.target.value, said, isWrong: false })}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === 'Enter') done();
          }}
        />
      )}
    </Field>
  );
}

interface InstantInputProps {
  readonly label: string;
  readonly hint: string;
  readonly zone: Zone;
  readonly value: string | undefined;
  readonly apply: (at: string | undefined) => void;
  readonly ref?: RefObject<HTMLInputElement | null>;
}

/** A day and a time on the clock of the chosen zone. */
export function InstantInput({ label, hint, zone, value, apply, ref }: InstantInputProps) {
  const local = value === undefined ? '' : writeLocal(value, zone);
  return (
    <Field label={label} hint={hint}>
      {(about) => (
        <input
          {...about}
          ref={ref}
          key={local}
          type="datetime-local"
          defaultValue={local}
          onBlur={(event) => {
            const text = event.target.value;
            if (text !== local) apply(readLocal(text, zone));
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      )}
    </Field>
  );
}
