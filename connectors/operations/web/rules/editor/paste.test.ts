import { cellsBeyond, cellsOf, pasted } from './paste';

describe('what a spreadsheet has copied', () => {
  test('is rows of cells, with Windows line ends or without', () => {
    expect(cellsOf('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('keeps the quotes that belong to a cell, whether the spreadsheet doubles them or not', () => {
    expect(cellsOf('EQCI\t"Wallet"')).toEqual([['EQCI', '"Wallet"']]);
    expect(cellsOf('EQCI\t"""Wallet"""\nx')).toEqual([['EQCI', '"Wallet"'], ['x']]);
  });

  test('may have line breaks and tabs in its cells', () => {
    expect(cellsOf('"two\nlines"\t"a\tb"\nnext')).toEqual([['two lines', 'a b'], ['next']]);
  });

  test('loses no empty cell, no cell at the end and no row in between', () => {
    expect(cellsOf('\t\tx\n\n\ty\t')).toEqual([['', '', 'x'], [''], ['', 'y', '']]);
  });

  test('a quote that never ends takes nothing with it', () => {
    expect(cellsOf('"a\tb\nc')).toEqual([['"a', 'b'], ['c']]);
  });
});

describe('a block that is pasted', () => {
  const rows = [
    ['1', '2', '3', '4'],
    ['5', '6', '7', '8'],
  ];

  test('goes from the chosen cell on, over what stands there, and makes rows that are missing', () => {
    const block = [
      ['a', 'b'],
      ['c', 'd'],
    ];
    expect(pasted('conditions', rows, { row: 1, column: 2 }, block)).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6', 'a', 'b'],
      ['', '', 'c', 'd'],
    ]);
  });

  test('leaves its heading out, and then goes into the columns that it names', () => {
    const block = [
      ['Name', 'Variable', 'Test', 'Value'],
      ['a', 'b', 'c', 'd'],
    ];
    expect(pasted('conditions', [], { row: 0, column: 2 }, block)).toEqual([['a', 'b', 'c', 'd']]);
    expect(cellsBeyond('conditions', { column: 2 }, block)).toBe(0);
  });

  test('tells how many of its cells have no column', () => {
    expect(cellsBeyond('conditions', { column: 3 }, [['a', 'b', ''], ['c']])).toBe(1);
  });
});
