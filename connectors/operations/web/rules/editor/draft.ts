/** Rules under work: two forms of one thing, of which one leads and the other follows. Pure. */
import type { BothForms } from '../api';
import { noTables, tablesOf, type Row, type TableKind, type Tables } from './tables';

export type Lead = 'tables' | 'text';

interface Content {
  readonly tables: Tables;
  readonly text: string;
  /** The form that somebody has edited last: the other one is made of it. */
  readonly lead: Lead;
}

export interface Draft extends Content {
  readonly title: string;
  /** What the server has said last while this form led; undefined when it has said nothing yet. */
  readonly told: BothForms | undefined;
  /** Whether it has said it of exactly this content. */
  readonly isTold: boolean;
  readonly past: readonly Content[];
  readonly future: readonly Content[];
  /** Edits of the same place, one after another, are one step back. */
  readonly editedAt: string | undefined;
}

export type DraftChange =
  | {
      readonly kind: 'table';
      readonly table: TableKind;
      readonly rows: readonly Row[];
      readonly at: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'told'; readonly about: Content; readonly forms: BothForms }
  | { readonly kind: 'file'; readonly forms: BothForms }
  | { readonly kind: 'lead'; readonly lead: Lead }
  | { readonly kind: 'undo' | 'redo' | 'clear' };

export const emptyDraft: Draft = {
  tables: noTables,
  text: '',
  lead: 'tables',
  title: '',
  told: undefined,
  isTold: false,
  past: [],
  future: [],
  editedAt: undefined,
};

/** Steps that can be taken back. */
const stepsMax = 200;

export function changeDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.kind) {
    case 'table': {
      const tables = { ...draft.tables, [change.table]: change.rows };
      return edited(draft, { ...contentOf(draft), tables, lead: 'tables' }, change.at);
    }
    case 'text':
      return edited(draft, { ...contentOf(draft), text: change.text, lead: 'text' }, 'text');
    case 'title':
      return { ...draft, title: change.title };
    case 'told':
      return isAbout(draft, change.about) ? followed(draft, change.forms) : draft;
    case 'file': {
      const { tables, text } = change.forms;
      if (tables === null) return draft;
      const next = { tables: tablesOf(tables), text: text ?? draft.text, lead: 'tables' } as const;
      return { ...edited(draft, next, undefined), told: change.forms, isTold: true };
    }
    case 'lead':
      return edited(draft, { ...contentOf(draft), lead: change.lead }, undefined);
    case 'clear':
      return emptyDraft;
    case 'undo':
      return stepped(draft, draft.past, 'past');
    case 'redo':
      return stepped(draft, draft.future, 'future');
  }
}

export function contentOf({ tables, text, lead }: Content): Content {
  return { tables, text, lead };
}

function edited(draft: Draft, next: Content, at: string | undefined): Draft {
  const isSameStep = at !== undefined && at === draft.editedAt;
  const past = isSameStep ? draft.past : [...draft.past, contentOf(draft)].slice(-stepsMax);
  // What was said stays on view until something new is said: nothing flickers under who types.
  const told = next.lead === draft.lead ? draft.told : undefined;
  return { ...draft, ...next, told, isTold: false, past, future: [], editedAt: at };
}

function stepped(draft: Draft, steps: readonly Content[], from: 'past' | 'future'): Draft {
  const to = steps.at(-1);
  if (to === undefined) return draft;
  const rest = steps.slice(0, -1);
  const [past, future] =
    from === 'past'
      ? [rest, [...draft.future, contentOf(draft)]]
      : [[...draft.past, contentOf(draft)], rest];
  const told = to.lead === draft.lead ? draft.told : undefined;
  return { ...draft, ...to, told, isTold: false, past, future, editedAt: undefined };
}

function isAbout(draft: Draft, { tables, text, lead }: Content): boolean {
  return lead === draft.lead && (lead === 'tables' ? tables === draft.tables : text === draft.text);
}

/** The other form stays as it was where it cannot be made. */
function followed(draft: Draft, forms: BothForms): Draft {
  if (draft.lead === 'tables') {
    return { ...draft, told: forms, isTold: true, text: forms.text ?? draft.text };
  }
  const tables = forms.tables === null ? draft.tables : tablesOf(forms.tables);
  return { ...draft, told: forms, isTold: true, tables };
}

/** Which form says something else than the other, for the mistakes of the other; undefined while they agree. */
export function laggingForm({ told, lead }: Draft): Lead | undefined {
  if (told === undefined) return undefined;
  if (lead === 'tables') return told.text === null ? 'text' : undefined;
  return told.tables === null ? 'tables' : undefined;
}

export function isEmptyDraft({ tables, text, title }: Draft): boolean {
  return (
    text.trim() === '' &&
    title.trim() === '' &&
    Object.values(tables).every((rows) => rows.every((row) => row.every((cell) => cell === '')))
  );
}
