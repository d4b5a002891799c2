/** All cycles: what is closed, and what takes entries. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { addressOf } from '../../kit/addresses';
import { Answered, Empty, Panel } from '../../kit/parts';
import { Table } from '../../kit/table';
import { AsOf, Badge, Instant } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { listCycles, obligationsKey } from './api';
import { obligationWords } from './words';

export default function Cycles({ tenant }: { readonly tenant: string }) {
  const words = useWords(obligationWords);
  const read = useQuery({
    queryKey: obligationsKey(tenant, 'cycles'),
    queryFn: listCycles,
    refetchInterval: 10_000,
  });
  return (
    <Panel title={words.title} aside={<AsOf at={read.dataUpdatedAt} />}>
      <Answered read={read}>
        {(cycles) =>
          cycles.length === 0 ? <Empty>{words.none}</Empty> : <CyclesTable of={cycles} />
        }
      </Answered>
    </Panel>
  );
}

function CyclesTable({ of }: { readonly of: Awaited<ReturnType<typeof listCycles>> }) {
  const words = useWords(obligationWords);
  const { language } = usePreferences().preferences;
  const columns = [
    ...[words.cycle, words.from, words.to, words.state].map((title) => ({ title })),
    { title: words.entries, isNumber: true },
  ];
  const rows = of.toReversed().map(({ cycleId, from, to, state, entries }) => ({
    key: cycleId,
    cells: [
      <Link key="cycle" href={`/obligations/${addressOf(cycleId)}`}>
        {cycleId}
      </Link>,
      <Instant key="from" at={from} />,
      <Instant key="to" at={to} />,
      <Badge key="state" tone={state === 'open' ? 'info' : 'quiet'}>
        {words.states[state]}
      </Badge>,
      formatCount(entries, language),
    ],
  }));
  return <Table caption={words.title} {...{ columns, rows }} />;
}
