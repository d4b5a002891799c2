/** A few things of which one is shown, side by side. */
import { Button } from '../kit/parts';
import styles from './overview.module.css';

interface ChoicesProps<Name extends string> {
  readonly title: string;
  readonly choices: readonly { readonly name: Name; readonly title: string }[];
  /** May be none of them. */
  readonly chosen: string;
  readonly choose: (name: Name) => void;
}

export function Choices<Name extends string>(props: ChoicesProps<Name>) {
  const { title, choices, chosen, choose } = props;
  return (
    <fieldset>
      <legend>{title}</legend>
      <div className={styles['choices']}>
        {choices.map((one) => (
          <Button
            key={one.name}
            aria-pressed={one.name === chosen}
            onClick={() => choose(one.name)}
          >
            {one.title}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
