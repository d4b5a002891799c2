import type { BothForms } from '../api';
import { changeDraft, emptyDraft, isEmptyDraft, laggingForm, type DraftChange } from './draft';

const after = (...changes: readonly DraftChange[]) => changes.reduce(changeDraft, emptyDraft);
const typed = (cell: string, at = 'conditions 0 0'): DraftChange => ({
  kind: 'table',
  table: 'conditions',
  rows: [[cell, '', '', '']],
  at,
});
const forms = (change: Partial<BothForms>): BothForms => ({
  text: null,
  tables: null,
  problemsInText: [],
  problemsInTables: [],
  ruleSetId: null,
  rules: 0,
  ...change,
});

describe('the two forms', () => {
  test('the text follows the tables as soon as the server has made it', () => {
    const draft = after(typed('a'));
    const next = changeDraft(draft, { kind: 'told', about: draft, forms: forms({ text: 'of a' }) });
    expect(next).toMatchObject({ text: 'of a', lead: 'tables', told: { text: 'of a' } });
    expect(laggingForm(next)).toBeUndefined();
  });

  test('the tables follow the text', () => {
    const draft = after({ kind: 'text', text: 'rules' });
    const tables = { conditions: [['a']], statements: [], annotations: [] };
    const next = changeDraft(draft, { kind: 'told', about: draft, forms: forms({ tables }) });
    expect(next.tables.conditions).toEqual([['a', '', '', '']]);
  });

  test('the one that cannot be made stays as it was, and is known to lag', () => {
    const draft = after({ kind: 'text', text: 'good' }, typed('wrong'));
    const next = changeDraft(draft, { kind: 'told', about: draft, forms: forms({}) });
    expect(next.text).toBe('good');
    expect(laggingForm(next)).toBe('text');
  });

  test('an answer about what was there before changes nothing', () => {
    const old = after(typed('a'));
    const now = changeDraft(old, typed('ab'));
    expect(changeDraft(now, { kind: 'told', about: old, forms: forms({ text: 'old' }) })).toBe(now);
  });

  test('who takes the lagging form back makes it lead', () => {
    const draft = after({ kind: 'text', text: 'good' }, typed('wrong'), {
      kind: 'lead',
      lead: 'text',
    });
    expect(draft).toMatchObject({ lead: 'text', text: 'good', isTold: false });
  });
});

test('what was said stays on view while the same form is typed into, and is known to be old', () => {
  const draft = after(typed('a'));
  const told = changeDraft(draft, { kind: 'told', about: draft, forms: forms({ rules: 1 }) });
  expect(changeDraft(told, typed('ab'))).toMatchObject({ told: { rules: 1 }, isTold: false });
  const other = changeDraft(told, { kind: 'text', text: 'x' });
  expect(other).toMatchObject({ told: undefined, isTold: false });
});

describe('a step back', () => {
  test('takes back all that was typed into one cell, then the cell before', () => {
    const draft = after(typed('a'), typed('ab'), typed('abc'), typed('x', 'conditions 1 0'));
    const back = changeDraft(draft, { kind: 'undo' });
    expect(back.tables.conditions).toEqual([['abc', '', '', '']]);
    const first = changeDraft(back, { kind: 'undo' });
    expect(first.tables.conditions).toEqual([]);
    expect(changeDraft(first, { kind: 'undo' })).toBe(first);
  });

  test('can be taken forth, until something else is typed', () => {
    const back = after(typed('a'), { kind: 'undo' });
    expect(changeDraft(back, { kind: 'redo' }).tables.conditions).toEqual([['a', '', '', '']]);
    const other = changeDraft(back, typed('b'));
    expect(changeDraft(other, { kind: 'redo' })).toBe(other);
  });

  test('brings back a sheet that a text has replaced', () => {
    const draft = after(typed('a'), { kind: 'text', text: 'rules' });
    const tables = { conditions: [], statements: [], annotations: [] };
    const told = changeDraft(draft, { kind: 'told', about: draft, forms: forms({ tables }) });
    expect(told.tables.conditions).toEqual([]);
    expect(changeDraft(told, { kind: 'undo' }).tables.conditions).toEqual([['a', '', '', '']]);
  });
});

describe('a file', () => {
  const tables = { conditions: [['a']], statements: [], annotations: [] };

  test('takes the place of what is there, and can be taken back', () => {
    const draft = after(typed('mine'), { kind: 'file', forms: forms({ tables, text: 'file' }) });
    expect(draft).toMatchObject({ text: 'file', tables: { conditions: [['a', '', '', '']] } });
    expect(changeDraft(draft, { kind: 'undo' }).tables.conditions[0]?.[0]).toBe('mine');
  });

  test('without tables changes nothing', () => {
    const draft = after(typed('mine'));
    expect(changeDraft(draft, { kind: 'file', forms: forms({}) })).toBe(draft);
  });
});

test('an empty draft has nothing that could be lost', () => {
  expect(isEmptyDraft(emptyDraft)).toBe(true);
  expect(isEmptyDraft(after(typed('a')))).toBe(false);
  expect(isEmptyDraft(after({ kind: 'title', title: 'Fees' }))).toBe(false);
});
