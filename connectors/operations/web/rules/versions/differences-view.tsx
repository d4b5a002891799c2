/** What a version has that another has not, rule by rule. */
import { Link, useSearchParams } from 'wouter';
import { Answered, Field, Panel } from '../../kit/parts';
import { Badge } from '../../kit/values';
import { useWords } from '../../words/preferences';
import type { RuleSet } from '../api';
import { editorWords } from '../editor/words';
import type { Tables } from '../editor/tables';
import styles from '../rules.module.css';
import { predecessorOf } from './acts';
import {
  changedCells,
  differencesOf,
  type LineDifference,
  type RuleDifference,
} from './differences';
import { useForms } from './rules-view';
import { versionWords } from './words';

export function Differences({
  tenant,
  of,
  all,
}: {
  readonly tenant: string;
  readonly of: RuleSet;
  readonly all: readonly RuleSet[];
}) {
  const words = useWords(versionWords);
  const [query, setQuery] = useSearchParams();
  const others = all.filter(({ ruleSetId }) => ruleSetId !== of.ruleSetId);
  const asked = others.find(({ ruleSetId }) => ruleSetId === query.get('with'));
  const other = asked ?? predecessorOf(of, all) ?? others[0];
  const now = useForms(tenant, of.ruleSetId);
  const before = useForms(tenant, other?.ruleSetId);
  if (other === undefined) return <p>{words.nothingToCompare}</p>;
  return (
    <>
      <Field label={words.compareWith}>
        {(about) => (
          <select
            {...about}
            value={other.ruleSetId}
            onChange={({ target }) => setQuery({ with: target.value }, { replace: true })}
          >
            {others.map(({ ruleSetId, title, state }) => (
              <option key={ruleSetId} value={ruleSetId}>
                {title} ({words.states[state]}) {ruleSetId.slice(0, 8)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p>
        <Link href={`/versions/${other.ruleSetId}`}>{other.title}</Link> → {of.title}
      </p>
      <Answered read={before}>
        {(old) => (
          <Answered read={now}>
            {(next) =>
              old.tables === null || next.tables === null ? (
                <p>{words.textOnly}</p>
              ) : (
                <AllDifferences before={old.tables} after={next.tables} />
              )
            }
          </Answered>
        )}
      </Answered>
    </>
  );
}

function AllDifferences({ before, after }: { readonly before: Tables; readonly after: Tables }) {
  const words = useWords(versionWords);
  const differences = differencesOf(before, after);
  if (differences.length === 0) return <p>{words.same}</p>;
  return (
    <div className={styles['stack']}>
      {differences.map((one) => (
        <OneDifference key={`${one.kind} ${one.name}`} of={one} />
      ))}
    </div>
  );
}

const tones = { added: 'good', removed: 'bad', changed: 'warning' } as const;

function OneDifference({ of }: { readonly of: RuleDifference }) {
  const words = useWords(versionWords);
  const { tables } = useWords(editorWords);
  const pairs = changedCells(of);
  return (
    <Panel
      level={3}
      title={
        <>
          {of.name} <Badge tone={tones[of.kind]}>{words.kinds[of.kind]}</Badge>
        </>
      }
    >
      {/* Whoever has only a keyboard moves it too, by the arrows. */}
      <div className={styles['scroll']} role="group" aria-label={of.name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.table}</th>
              <th scope="col" colSpan={6} />
            </tr>
          </thead>
          <tbody>
            {of.lines.map((line, index) => (
              <tr key={index} className={styles[line.kind]}>
                <td>{words.lines[line.kind]}</td>
                <td>{tables[line.table]}</td>
                <Cells of={line} other={pairs.get(line)} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Cells({
  of: { kind, cells },
  other,
}: {
  readonly of: LineDifference;
  readonly other: readonly string[] | undefined;
}) {
  return Array.from({ length: 6 }, (_, column) => {
    const cell = cells[column] ?? '';
    const isOther = other !== undefined && cell !== (other[column] ?? '');
    const Mark = kind === 'added' ? 'ins' : 'del';
    return <td key={column}>{isOther && cell !== '' ? <Mark>{cell}</Mark> : cell}</td>;
  });
}
