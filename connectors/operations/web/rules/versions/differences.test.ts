import type { Tables } from '../editor/tables';
import { changedCells, differencesOf } from './differences';

const before: Tables = {
  conditions: [
    ['Wallets', 'Payee Account Type', 'Equals', '"Wallet"'],
    ['AND', 'Payer Account Type', 'Equals', '"Wallet"'],
    ['Other', 'Note', 'Equals', '"x"'],
  ],
  statements: [
    ['P2P', '', 'Wallets', '', '', ''],
    ['', 'THEN', '', 'Payer Amount', 'Amount', '*0.6%'],
    ['Gone', '', 'Other', '', '', ''],
  ],
  annotations: [],
};

test('two versions with the same rules differ in nothing, wherever the rules stand', () => {
  const moved = {
    ...before,
    statements: [...before.statements.slice(2), ...before.statements.slice(0, 2)],
  };
  expect(differencesOf(before, moved)).toEqual([]);
});

test('rules are added, removed and changed, with their cells', () => {
  const after: Tables = {
    ...before,
    statements: [
      ['New', '', 'Wallets', '', '', ''],
      ['P2P', '', 'Wallets', '', '', ''],
      ['', 'THEN', '', 'Payer Amount', 'Amount', '*0.7%'],
    ],
  };
  const differences = differencesOf(before, after);
  expect(differences.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'New added',
    'P2P changed',
    'Gone removed',
  ]);
  const [, changed] = differences;
  expect(changed?.lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'removed', table: 'statements', cells: before.statements[1] },
    { kind: 'added', table: 'statements', cells: after.statements[2] },
  ]);
  expect(changed && changedCells(changed).size).toBe(2);
});

test('a condition that changes changes each rule that uses it', () => {
  const conditions = before.conditions.with(1, ['OR', 'Payer Account Type', 'Equals', '"Wallet"']);
  const differences = differencesOf(before, { ...before, conditions });
  expect(differences.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['P2P changed']);
});

test('a setting of a rule is part of it', () => {
  const annotations = [['P2P', 'version', '2']];
  expect(differencesOf(before, { ...before, annotations })).toMatchObject([
    { name: 'P2P', kind: 'changed' },
  ]);
});
