/** The requirement's first table: words, and what they stand for. */
import { Table } from '../../kit/table';
import { useWords } from '../../words/preferences';
import type { Dictionary } from '../api';
import styles from '../rules.module.css';
import { editorWords } from './words';

export function Vocabulary({ dictionary }: { readonly dictionary: Dictionary | undefined }) {
  const words = useWords(editorWords);
  if (dictionary === undefined) return null;
  const { fields, results, tests } = dictionary;
  return (
    <details>
      <summary>{words.vocabulary}</summary>
      <div className={styles['stack']}>
        <Pairs
          head={[words.field, words.fieldPath]}
          rows={fields.map(({ name, path }) => [name, path])}
        />
        <Pairs
          head={[words.result, words.resultPath]}
          rows={results.map(({ name, path }) => [name, path])}
        />
        <Pairs
          head={[words.test, words.testSymbol]}
          rows={tests.map(({ words: name, test }) => [name, test])}
        />
      </div>
    </details>
  );
}

function Pairs({
  head,
  rows,
}: {
  readonly head: readonly [string, string];
  readonly rows: readonly (readonly [string, string])[];
}) {
  return (
    <Table
      caption={head.join(', ')}
      columns={head.map((title) => ({ title }))}
      rows={rows.map(([name, path]) => ({
        key: path,
        cells: [name, <code key="path">{path}</code>],
      }))}
    />
  );
}
