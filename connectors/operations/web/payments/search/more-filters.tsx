/** Filters that are needed now and then. */
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { PaymentStep } from '../../api/types';
import { Button, Choice } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import { TextInput } from './inputs';
import {
  changed,
  readAmount,
  readCurrency,
  readErrorCodes,
  sides,
  type Change,
  type Query,
} from './query';
import styles from './search.module.css';
import { steps, stepWords } from '../../kit/payment-steps';
import { searchWords } from './words';

export interface FiltersProps {
  readonly query: Query;
  readonly show: (query: Query) => void;
}

export function MoreFilters({ query, show }: FiltersProps) {
  const words = useWords(searchWords);
  const counterpart = useRef<HTMLInputElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const askForCounterpart = () => {
    // What is hidden takes no focus.
    flushSync(() => setIsOpen(true));
    counterpart.current?.focus();
  };
  const apply = (change: Change) => show(changed(query, change));
  return (
    <>
      <div className={styles['chips']}>
        <Button
          aria-expanded={isOpen}
          aria-controls="more-filters"
          onClick={() => setIsOpen(!isOpen)}
        >
          {words.moreFilters} <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
        </Button>
        <Button look="link" onClick={askForCounterpart}>
          {words.oneCounterpart}
        </Button>
      </div>
      <div id="more-filters" hidden={!isOpen}>
        <div className={styles['fields']}>
          <TextInput
            ref={counterpart}
            label={words.counterpart}
            hint={words.counterpartHint}
            value={query.counterpart}
            read={(text) => text.slice(0, 128)}
            apply={(value) => apply({ counterpart: value })}
          />
          <Money query={query} apply={apply} />
          <TextInput
            label={words.errorCodes}
            hint={words.errorCodesHint}
            wrong={words.errorCodesWrong}
            value={query.errorCodes?.join(', ')}
            read={(text) => readErrorCodes(text)?.join(', ')}
            apply={(text) => apply({ errorCodes: text?.split(', ') })}
          />
          <Sides query={query} apply={apply} />
          <Steps query={query} apply={apply} />
        </div>
      </div>
    </>
  );
}

interface PartProps {
  readonly query: Query;
  readonly apply: (change: Change) => void;
}

function Money({ query, apply }: PartProps) {
  const words = useWords(searchWords);
  return (
    <>
      <TextInput
        label={words.amountFrom}
        wrong={words.amountWrong}
        value={query.amountFrom}
        read={readAmount}
        apply={(amountFrom) => apply({ amountFrom })}
      />
      <TextInput
        label={words.amountTo}
        wrong={words.amountWrong}
        value={query.amountTo}
        read={readAmount}
        apply={(amountTo) => apply({ amountTo })}
      />
      <TextInput
        label={words.currency}
        wrong={words.currencyWrong}
        value={query.currency}
        read={readCurrency}
        apply={(currency) => apply({ currency })}
      />
    </>
  );
}

function Sides({ query, apply }: PartProps) {
  const words = useWords(searchWords);
  const { standsStill } = query;
  return (
    <>
      <Choice
        label={words.side}
        value={query.side ?? 'any'}
        among={(['any', ...sides] as const).map((one) => [one, words.sides[one]])}
        choose={(side) => apply({ side: side === 'any' ? undefined : side })}
      />
      <Choice
        label={words.standsStill}
        value={standsStill === undefined ? 'any' : standsStill ? 'true' : 'false'}
        among={(['any', 'true', 'false'] as const).map((one) => [one, words.standsStills[one]])}
        choose={(is) => apply({ standsStill: is === 'any' ? undefined : is === 'true' })}
      />
    </>
  );
}

/** One of each by hand; an address may have more of them. */
function Steps({ query, apply }: PartProps) {
  const words = useWords(searchWords);
  const names = useWords(stepWords);
  const among = (chosen: readonly PaymentStep[] = []): (readonly [string, string])[] => [
    ['', words.anyStep],
    ...steps.map((step) => [step, names[step]] as const),
    ...(chosen.length > 1
      ? [[chosen.join(','), chosen.map((step) => names[step]).join(', ')] as const]
      : []),
  ];
  const read = (text: string) => steps.filter((step) => text.split(',').includes(step));
  return (
    <>
      <Choice
        label={words.standsAt}
        value={query.standsAt?.join(',') ?? ''}
        among={among(query.standsAt)}
        choose={(text) => apply({ standsAt: read(text) })}
      />
      <Choice
        label={words.wentThrough}
        value={query.wentThrough?.join(',') ?? ''}
        among={among(query.wentThrough)}
        choose={(text) => apply({ wentThrough: read(text) })}
      />
    </>
  );
}
