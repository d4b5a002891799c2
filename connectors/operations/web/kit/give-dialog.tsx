/** To whom a matter goes: handed over by whoever has it, or given by an admin. */
import { useState } from 'react';
import { defineWords } from '../words/languages';
import { useWords } from '../words/preferences';
import { Button, Dialog, Field, ProblemNote } from './parts';

export const giveWords = defineWords({
  en: {
    titles: { 'hand-over': 'Hand it over', assign: 'Give it to somebody' },
    toWhom: 'To whom',
    hint: 'The name that they sign in with.',
    give: 'Give it to them',
  },
  sw: {
    titles: { 'hand-over': 'Kabidhi kazi hii', assign: 'Mpe mtu kazi hii' },
    toWhom: 'Kwa nani',
    hint: 'Jina analotumia kuingia.',
    give: 'Mpe',
  },
});

const nameLengthMax = 200;

interface GiveDialogProps {
  readonly how: 'hand-over' | 'assign';
  readonly isPending: boolean;
  /** Why it was not given: what was typed stays. */
  readonly error: Error | null;
  readonly give: (to: string) => void;
  readonly onClose: () => void;
}

export function GiveDialog({ how, isPending, error, give, onClose }: GiveDialogProps) {
  const words = useWords(giveWords);
  const [to, setTo] = useState('');
  return (
    <Dialog title={words.titles[how]} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          give(to.trim());
        }}
      >
        <Field label={words.toWhom} hint={words.hint}>
          {(about) => (
            <input
              {...about}
              required
              maxLength={nameLengthMax}
              autoComplete="off"
              value={to}
              onChange={({ target }) => setTo(target.value)}
            />
          )}
        </Field>
        {error !== null && <ProblemNote of={error} isAct />}
        <Button type="submit" look="main" disabled={isPending || to.trim() === ''}>
          {words.give}
        </Button>
      </form>
    </Dialog>
  );
}
