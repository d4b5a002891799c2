/** A transaction that is tried: condition by condition, what fires and who would pay. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, feeRules } from '../../api/clients';
import { Answered, Button, Field, ProblemNote } from '../../kit/parts';
import { Amount, Badge } from '../../kit/values';
import { useWords } from '../../words/preferences';
import {
  feeRulesKey,
  readDictionary,
  type Dictionary,
  type DictionaryField,
  type Explanation,
} from '../api';
import styles from '../rules.module.css';
import { sampleValues, transactionOf, type FieldValues } from './transaction';
import { trialWords } from './words';

type Point = keyof (typeof trialWords)['en']['points'];
const points = [
  'transfer.committed',
  'quote.accepted',
  'transfer.prepared',
  'settlement.closing',
] as const satisfies readonly Point[];

export function Trial({
  tenant,
  rules,
  isReady = true,
}: {
  readonly tenant: string;
  readonly rules: string;
  readonly isReady?: boolean;
}) {
  const read = useQuery({
    queryKey: feeRulesKey(tenant, 'dictionary'),
    queryFn: readDictionary,
    staleTime: Infinity,
  });
  return (
    <Answered read={read}>
      {(dictionary) => <TrialOf dictionary={dictionary} rules={rules} isReady={isReady} />}
    </Answered>
  );
}

function TrialOf({
  dictionary,
  rules,
  isReady,
}: {
  readonly dictionary: Dictionary;
  readonly rules: string;
  readonly isReady: boolean;
}) {
  const words = useWords(trialWords);
  const [values, setValues] = useState(() => sampleValues(dictionary));
  const [executionPoint, setPoint] = useState<Point>('transfer.committed');
  const [completed, setCompleted] = useState('');
  const { mutate, data, error, variables, isPending } = useMutation({
    mutationFn: (text: string) => {
      const at = completed === '' ? new Date().toISOString() : `${completed}:00Z`;
      const transaction = transactionOf(dictionary, values, at);
      return dataOf(
        feeRules.POST('/explanations', { body: { rules: text, executionPoint, transaction } }),
      );
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate(rules);
      }}
    >
      <p>{words.help}</p>
      <div className={styles['fields']}>
        <PointField point={executionPoint} change={setPoint} />
        <Field label={`${words.completed} (UTC)`} hint={words.completedHint}>
          {(about) => (
            <input
              {...about}
              type="datetime-local"
              value={completed}
              onChange={({ target }) => setCompleted(target.value)}
            />
          )}
        </Field>
      </div>
      <FieldsOf dictionary={dictionary} values={values} change={setValues} />
      <div className={styles['acts']}>
        {!isReady && <span>{words.notReady}</span>}
        <Button look="main" type="submit" disabled={!isReady || isPending}>
          {words.tryIt}
        </Button>
      </div>
      {error !== null && <ProblemNote of={error} />}
      {data !== undefined && (
        <div role="status">
          {variables !== rules && <p>{words.old}</p>}
          <Explanations of={data.explanations} />
        </div>
      )}
    </form>
  );
}

function PointField({
  point: chosen,
  change,
}: {
  readonly point: Point;
  readonly change: (point: Point) => void;
}) {
  const words = useWords(trialWords);
  return (
    <Field label={words.point}>
      {(about) => (
        <select {...about} value={chosen} onChange={({ target }) => change(target.value as Point)}>
          {points.map((point) => (
            <option key={point} value={point}>
              {words.points[point]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function FieldsOf({
  dictionary,
  values,
  change,
}: {
  readonly dictionary: Dictionary;
  readonly values: FieldValues;
  readonly change: (values: FieldValues) => void;
}) {
  const words = useWords(trialWords);
  const known = sampleValues(dictionary);
  const fieldsOf = (isSample: boolean) => (
    <div className={styles['fields']}>
      {dictionary.fields
        .filter(({ path, source }) => source !== undefined && (known[path] !== '') === isSample)
        .map((field) => (
          <ValueField
            key={field.path}
            of={field}
            value={values[field.path] ?? ''}
            change={(value) => change({ ...values, [field.path]: value })}
          />
        ))}
    </div>
  );
  return (
    <>
      {fieldsOf(true)}
      <details>
        <summary>{words.moreFields}</summary>
        {fieldsOf(false)}
      </details>
    </>
  );
}

function ValueField({
  of: { name, values },
  value,
  change,
}: {
  readonly of: DictionaryField;
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  return (
    <Field label={name}>
      {(about) =>
        values === undefined ? (
          <input {...about} value={value} onChange={({ target }) => change(target.value)} />
        ) : (
          <select {...about} value={value} onChange={({ target }) => change(target.value)}>
            <option value="" />
            {values.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )
      }
    </Field>
  );
}

function Explanations({ of }: { readonly of: readonly Explanation[] }) {
  const words = useWords(trialWords);
  // What charges first: of a hundred rules few do.
  const sorted = [...of].sort((one, other) => rank(one) - rank(other));
  return (
    <>
      {of.every(({ entries }) => entries.length === 0) && <p>{words.nobody}</p>}
      {sorted.map((one) => (
        <details key={one.ruleId} open={of.length <= 3 || one.verdict === 'FIRES'}>
          <summary>
            {one.name}{' '}
            <Badge tone={one.verdict === 'FIRES' ? 'good' : 'quiet'}>
              {words.verdicts[one.verdict]}
            </Badge>
          </summary>
          <OneExplanation of={one} />
        </details>
      ))}
    </>
  );
}

const rank = ({ verdict }: Explanation) => Number(verdict !== 'FIRES');

function OneExplanation({ of: { groups, entries, withoutEntry } }: { readonly of: Explanation }) {
  const words = useWords(trialWords);
  const sign = (holds: boolean) => (
    <Badge tone={holds ? 'good' : 'bad'}>
      {holds ? '✓' : '✕'} {holds ? words.holds : words.doesNot}
    </Badge>
  );
  return (
    <>
      <ul className={styles['conditions']}>
        {groups.map(({ name, holds, comparisons }, index) => (
          <li key={index}>
            {name ?? words.condition} {sign(holds)}
            <ul className={styles['conditions']}>
              {comparisons.map(({ text, holds: comparisonHolds, left, right }) => (
                <li key={text}>
                  <code>{text}</code> {sign(comparisonHolds)}{' '}
                  {words.has(left ?? words.hasNone, right ?? words.hasNone)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {entries.map(({ debtor, creditor, amount, currency, ledgerEntryType, blockIndex }) => (
        <p key={blockIndex}>
          {words.owes(debtor, creditor)} <Amount of={{ amount, currency }} />{' '}
          <code>{ledgerEntryType}</code>
        </p>
      ))}
      {withoutEntry.map(({ reason, blockIndex }) => (
        <p key={blockIndex}>{words.noEntry[reason]}</p>
      ))}
    </>
  );
}
