/** The rules of a version, as tables and as text: nothing here can be changed. */
import { useQuery } from '@tanstack/react-query';
import { Answered, Panel } from '../../kit/parts';
import { Table } from '../../kit/table';
import { useWords } from '../../words/preferences';
import { feeRulesKey, formsOfText, readText } from '../api';
import { headings, tableKinds, tablesOf, type TableKind, type Tables } from '../editor/tables';
import { editorWords } from '../editor/words';
import styles from '../rules.module.css';
import { versionWords } from './words';

/** A rule set is the hash of its text: it never changes. */
export function useForms(tenant: string, id: string | undefined) {
  return useQuery({
    queryKey: feeRulesKey(tenant, 'forms', id),
    queryFn: async () => {
      const text = await readText(id ?? '');
      const { tables } = await formsOfText(text);
      return { text, tables: tables && tablesOf(tables) };
    },
    enabled: id !== undefined,
    staleTime: Infinity,
  });
}

export function RulesAsTheyAre({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const words = useWords(versionWords);
  const { text: textTitle } = useWords(editorWords);
  return (
    <Answered read={useForms(tenant, id)}>
      {({ text, tables }) => (
        <div className={styles['both']}>
          <div className={styles['stack']}>
            {tables === null ? <p>{words.textOnly}</p> : <TablesAsTheyAre of={tables} />}
          </div>
          <Panel title={textTitle} level={3}>
            <pre className={styles['rules']} tabIndex={0} role="region" aria-label={textTitle}>
              {text}
            </pre>
          </Panel>
        </div>
      )}
    </Answered>
  );
}

function TablesAsTheyAre({ of }: { readonly of: Tables }) {
  return tableKinds
    .filter((kind) => of[kind].length > 0)
    .map((kind) => <TableAsItIs key={kind} kind={kind} of={of} />);
}

function TableAsItIs({ kind, of }: { readonly kind: TableKind; readonly of: Tables }) {
  const words = useWords(editorWords);
  return (
    <Panel title={words.tables[kind]} level={3}>
      <Table
        caption={words.tables[kind]}
        columns={headings[kind].map((title) => ({ title }))}
        rows={of[kind].map((cells, index) => ({ key: String(index), cells }))}
      />
    </Panel>
  );
}
