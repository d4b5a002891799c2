/** Who owes whom, and what that comes to for each. */
import { Table } from '../../kit/table';
import { Amount } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import type { Obligation, Position } from './api';
import { obligationWords } from './words';

export function Obligations({ of }: { readonly of: readonly Obligation[] }) {
  const words = useWords(obligationWords);
  const { language } = usePreferences().preferences;
  if (of.length === 0) return <p>{words.nobody}</p>;
  const numbers = [words.amount, words.byDebtor, words.byCreditor, words.entries];
  const columns = [
    ...[words.debtor, words.creditor, words.type].map((title) => ({ title })),
    ...numbers.map((title) => ({ title, isNumber: true })),
  ];
  const rows = of.map(
    ({ debtor, creditor, currency, ledgerEntryType, amount, gross, entries }) => ({
      key: `${debtor} ${creditor} ${currency} ${ledgerEntryType}`,
      cells: [
        ...[debtor, creditor, ledgerEntryType],
        <Amount key="amount" of={{ amount, currency }} />,
        <Amount key="byDebtor" of={{ amount: gross.byDebtor, currency }} />,
        <Amount key="byCreditor" of={{ amount: gross.byCreditor, currency }} />,
        formatCount(entries, language),
      ],
    }),
  );
  return <Table caption={words.obligations} {...{ columns, rows }} />;
}

export function Positions({ of }: { readonly of: readonly Position[] }) {
  const words = useWords(obligationWords);
  if (of.length === 0) return null;
  const rows = of.map(({ dfspId, currency, amount }) => ({
    key: `${dfspId} ${currency}`,
    cells: [dfspId, <Amount key="amount" of={{ amount, currency }} />],
  }));
  return (
    <>
      <h3>{words.positions}</h3>
      <Table
        caption={words.positions}
        columns={[{ title: words.dfsp }, { title: words.sum, isNumber: true }]}
        rows={rows}
      />
    </>
  );
}
