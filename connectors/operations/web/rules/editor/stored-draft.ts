/** Rules under work outlive a new sign-in and a reload: kept in this tab's storage, for this person alone. */
import { parsedObject } from '../../kit/stored';
import { emptyDraft, isEmptyDraft, type Draft } from './draft';
import { tableKinds, tablesOf, type Tables } from './tables';

export interface StoredDraft {
  readonly draft: Draft;
  /** The version that it began with; undefined for an empty sheet. */
  readonly from: string | undefined;
}

export function storedText({ draft, from }: StoredDraft): string | undefined {
  if (isEmptyDraft(draft)) return undefined;
  const { tables, text, lead, title } = draft;
  return JSON.stringify({ tables, text, lead, title, from });
}

/** What an older page has stored may be anything. */
export function readRules(stored: string | null): StoredDraft | undefined {
  const { tables, text, lead, title, from } = parsedObject(stored);
  if (!areTables(tables) || typeof text !== 'string') return undefined;
  const draft: Draft = {
    ...emptyDraft,
    tables: tablesOf(copied(tables)),
    text,
    lead: lead === 'text' ? 'text' : 'tables',
    title: typeof title === 'string' ? title : '',
  };
  return { draft, from: typeof from === 'string' ? from : undefined };
}

function areTables(found: unknown): found is Tables {
  return (
    typeof found === 'object' &&
    found !== null &&
    tableKinds.every((kind) => {
      const rows = (found as Readonly<Record<string, unknown>>)[kind];
      return (
        Array.isArray(rows) &&
        rows.every(
          (row) => Array.isArray(row) && row.every((cell: unknown) => typeof cell === 'string'),
        )
      );
    })
  );
}

function copied(tables: Tables) {
  const rowsOf = (kind: keyof Tables) => tables[kind].map((row) => [...row]);
  return {
    conditions: rowsOf('conditions'),
    statements: rowsOf('statements'),
    annotations: rowsOf('annotations'),
  };
}
