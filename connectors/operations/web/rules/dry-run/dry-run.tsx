/** Who would pay what before and after, were a version in force: over past payments, or over those of a file. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, feeRules } from '../../api/clients';
import { Button, Field, Panel, ProblemNote } from '../../kit/parts';
import { Table } from '../../kit/table';
import { Amount, Id, Instant } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { dryRunOfFile, type Charge, type DryRun as Report } from '../api';
import styles from '../rules.module.css';
import { WhenField, type When } from '../versions/when-field';
import { dryRunWords } from './words';

const transfersMost = 100_000;

export function DryRun({ id }: { readonly id: string }) {
  const words = useWords(dryRunWords);
  const [report, setReport] = useState<Report>();
  return (
    <div className={styles['stack']}>
      <p>{words.help}</p>
      <OverPast id={id} told={setReport} />
      <OverFile id={id} told={setReport} />
      <div role="status">{report !== undefined && <Told of={report} />}</div>
    </div>
  );
}

function OverPast({
  id,
  told,
}: {
  readonly id: string;
  readonly told: (report: Report | undefined) => void;
}) {
  const words = useWords(dryRunWords);
  const { zone } = usePreferences().preferences;
  const [from, setFrom] = useState<When>({ local: '', zone, at: undefined });
  const [to, setTo] = useState<When>({ local: '', zone, at: undefined });
  const [transfersMax, setMost] = useState(10_000);
  const isRight = from.at !== undefined && to.at !== undefined && from.at < to.at;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      told(undefined);
      const body = { from: from.at ?? '', to: to.at ?? '', transfersMax };
      return dataOf(feeRules.POST('/dry-runs', { params: { query: { ruleSetId: id } }, body }));
    },
    onSuccess: told,
  });
  return (
    <Panel title={words.past} level={3}>
      <div className={styles['choose']}>
        <WhenField when={from} change={setFrom} label={words.from} hint={words.ofTransfers} />
        <WhenField when={to} change={setTo} label={words.to} hint={words.ofTransfers} />
        <Field label={words.most}>
          {(about) => (
            <input
              {...about}
              type="number"
              min={1}
              max={transfersMost}
              value={transfersMax}
              onChange={({ target }) =>
                setMost(Math.min(transfersMost, Math.max(1, Math.floor(target.valueAsNumber || 1))))
              }
            />
          )}
        </Field>
      </div>
      <div className={styles['acts']}>
        {!isRight && <span>{words.noTimes}</span>}
        <Button look="main" disabled={!isRight || isPending} onClick={() => mutate()}>
          {isPending ? words.running : words.run}
        </Button>
      </div>
      {error !== null && <ProblemNote of={error} />}
    </Panel>
  );
}

function OverFile({
  id,
  told,
}: {
  readonly id: string;
  readonly told: (report: Report | undefined) => void;
}) {
  const words = useWords(dryRunWords);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (file: File) => {
      told(undefined);
      return dryRunOfFile(id, file);
    },
    onSuccess: told,
  });
  return (
    <Panel title={words.sent} level={3}>
      <Field label={words.file}>
        {(about) => (
          <input
            {...about}
            type="file"
            accept=".jsonl,.ndjson,.json,.txt"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file !== undefined) mutate(file);
            }}
          />
        )}
      </Field>
      {isPending && <p role="status">{words.running}</p>}
      {error !== null && <ProblemNote of={error} />}
    </Panel>
  );
}

function Told({ of }: { readonly of: Report }) {
  const words = useWords(dryRunWords);
  const { language } = usePreferences().preferences;
  const count = (number: number) => formatCount(number, language);
  return (
    <Panel title={words.totals} level={3}>
      <p>{words.looked(count(of.transfers), count(of.changed))}</p>
      {!of.isComplete && <p>{words.incomplete}</p>}
      {of.unreadable > 0 && <p>{words.unreadable(count(of.unreadable))}</p>}
      {of.notEvaluated > 0 && <p>{words.notEvaluated(count(of.notEvaluated))}</p>}
      {of.totals.length === 0 ? <p>{words.nothing}</p> : <Totals of={of.totals} />}
      {of.changedTransfers.length > 0 && (
        <details>
          <summary>{words.changed}</summary>
          {of.changed > of.changedTransfers.length && <p>{words.firstOnly}</p>}
          <Changed of={of.changedTransfers} />
        </details>
      )}
    </Panel>
  );
}

function Totals({ of }: { readonly of: Report['totals'] }) {
  const words = useWords(dryRunWords);
  const columns = [
    ...[words.debtor, words.creditor, words.type].map((title) => ({ title })),
    ...[words.before, words.after, words.difference].map((title) => ({ title, isNumber: true })),
  ];
  const rows = of.map(({ debtor, creditor, currency, ledgerEntryType, ...amounts }) => ({
    key: `${debtor} ${creditor} ${currency} ${ledgerEntryType}`,
    cells: [
      ...[debtor, creditor, ledgerEntryType],
      ...(['before', 'after', 'difference'] as const).map((name) => (
        <Amount key={name} of={{ amount: amounts[name], currency }} />
      )),
    ],
  }));
  return <Table caption={words.totals} {...{ columns, rows }} />;
}

function Changed({ of }: { readonly of: Report['changedTransfers'] }) {
  const words = useWords(dryRunWords);
  const titles = [words.transfer, words.at, words.before, words.after];
  const rows = of.map(({ transferId, occurredAt, before, after }, index) => ({
    key: `${transferId} ${String(index)}`,
    cells: [
      <Id key="id" value={transferId} what={words.transfer} />,
      <Instant key="at" at={occurredAt} />,
      <Charges key="before" of={before} />,
      <Charges key="after" of={after} />,
    ],
  }));
  return <Table caption={words.changed} columns={titles.map((title) => ({ title }))} rows={rows} />;
}

function Charges({ of }: { readonly of: readonly Charge[] }) {
  const words = useWords(dryRunWords);
  if (of.length === 0) return words.none;
  return of.map(({ debtor, creditor, amount, currency, ledgerEntryType }, index) => (
    <div key={index}>
      {words.owes(debtor, creditor)} <Amount of={{ amount, currency }} />{' '}
      <code>{ledgerEntryType}</code>
    </div>
  ));
}
