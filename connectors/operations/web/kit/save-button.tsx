/** Saves what an API tells as a file. */
import { useMutation } from '@tanstack/react-query';
import { useWords } from '../words/preferences';
import { Button, ProblemNote } from './parts';
import { kitWords } from './words';

interface SaveButtonProps {
  readonly title: string;
  readonly save: () => Promise<void>;
}

export function SaveButton({ title, save }: SaveButtonProps) {
  const words = useWords(kitWords);
  const { mutate, isPending, error } = useMutation({ mutationFn: save });
  return (
    <>
      <span>
        <Button disabled={isPending} onClick={() => mutate()}>
          {title}
        </Button>
        <span role="status">{isPending && ` ${words.saving}`}</span>
      </span>
      {error !== null && <ProblemNote of={error} />}
    </>
  );
}
