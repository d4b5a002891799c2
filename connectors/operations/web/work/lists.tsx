/** The four lists, by urgency. Rows keep their places while somebody reads them. */
import { useMemo, useState, type ReactNode } from 'react';
import type { Decision, IncidentsRow, PaymentRow, Work } from '../api/types';
import { Button, Empty, Panel } from '../kit/parts';
import { useSteadyRows, type SteadyRow } from '../kit/steady-rows';
import { Badge } from '../kit/values';
import { kitWords } from '../kit/words';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { AllRows, type Behind } from './all-rows';
import { withBehind } from './behind';
import { ApprovalItem, IncidentsItem, PaymentItem } from './items';
import { useRowsBehind, type WorkList as WorkListName } from './reads';
import { keyOfApproval } from './rows';
import { workWords } from './words';
import styles from './work.module.css';

interface Approvals {
  readonly decisions: readonly Decision[];
  readonly next: string | null;
}

export function Lists({
  tenant,
  work,
  approvals,
}: {
  readonly tenant: string;
  readonly work: Work;
  readonly approvals: Approvals | undefined;
}) {
  const words = useWords(workWords);
  const [isWhole, setIsWhole] = useState(false);
  const payment = ({ row, isGone }: SteadyRow<PaymentRow>) => (
    <PaymentItem key={row.matterKey} tenant={tenant} row={row} isGone={isGone} />
  );
  return (
    <>
      <WorkList
        {...{ tenant, work, name: 'toDecide', title: words.toDecide, empty: words.noToDecide }}
      >
        {payment}
      </WorkList>
      <WorkList
        {...{ tenant, work, name: 'outcomeUnknown', title: words.outcomeUnknown }}
        empty={words.noOutcomeUnknown}
      >
        {payment}
      </WorkList>
      <WorkList
        {...{ tenant, work, name: 'incidents', title: words.incidents, empty: words.noIncidents }}
      >
        {({ row, isGone }: SteadyRow<IncidentsRow>) => (
          <IncidentsItem key={row.matterKey} tenant={tenant} row={row} isGone={isGone} />
        )}
      </WorkList>
      {approvals !== undefined && (
        <List
          {...{ isWhole, setIsWhole }}
          count={approvals.decisions.length}
          rows={approvals.decisions}
          isMore={approvals.next !== null}
          title={words.approvals}
          empty={words.noApprovals}
          keyOf={keyOfApproval}
        >
          {({ row, isGone }: SteadyRow<Decision>) => (
            <ApprovalItem key={keyOfApproval(row)} {...{ tenant, work, row, isGone }} />
          )}
        </List>
      )}
    </>
  );
}

type Row<Name extends WorkListName> = Work[Name]['rows'][number];

interface WorkListProps<Name extends WorkListName> {
  readonly tenant: string;
  readonly work: Work;
  readonly name: Name;
  readonly title: string;
  readonly empty: string;
  readonly children: (row: SteadyRow<Row<Name>>) => ReactNode;
}

/** Of which the oldest are told anew at each change, and the others are read when all are wanted. */
function WorkList<Name extends WorkListName>(props: WorkListProps<Name>) {
  const { tenant, work, name, title, empty, children } = props;
  const [isWhole, setIsWhole] = useState(false);
  const { count, next, rows } = work[name];
  const behind = useRowsBehind(tenant, name, isWhole && next !== null);
  const { data } = behind;
  const all = useMemo(
    // TypeScript takes the rows of one list for those of any.
    () => withBehind(rows as Row<Name>[], (data?.pages.flatMap(rowsOf) ?? []) as Row<Name>[]),
    [rows, data],
  );
  return (
    <List
      {...{ title, count, empty, isWhole, setIsWhole, children }}
      rows={all}
      behind={next === null ? undefined : behind}
      keyOf={keyOfMatter}
    />
  );
}

const rowsOf = (page: Work[WorkListName]): readonly Row<WorkListName>[] => page.rows;

const keyOfMatter = ({ matterKey }: { readonly matterKey: string }) => matterKey;

/** All are drawn, as far as they are in sight, when they are asked for. */
const drawnAtOnce = 50;

interface ListProps<Row> {
  readonly title: string;
  readonly count: number;
  readonly rows: readonly Row[];
  readonly empty: string;
  readonly keyOf: (row: Row) => string;
  /** Where the count does not tell it: there are more than these. */
  readonly isMore?: boolean;
  readonly isWhole: boolean;
  readonly setIsWhole: (isWhole: boolean) => void;
  readonly behind?: Behind | undefined;
  readonly children: (row: SteadyRow<Row>) => ReactNode;
}

function List<Row>(props: ListProps<Row>) {
  const { title, count, rows, empty, keyOf, isMore, isWhole, setIsWhole, children } = props;
  const words = useWords(workWords);
  const kit = useWords(kitWords);
  const { language } = usePreferences().preferences;
  const { shown, newCount, showAll } = useSteadyRows(rows, keyOf, isWhole);
  const number = (of: number) => formatCount(of, language);
  return (
    <Panel
      title={
        <>
          {title}{' '}
          <Badge tone={count > 0 ? 'warning' : 'quiet'}>
            <span aria-label={words.count(number(count))}>{number(count)}</span>
          </Badge>
        </>
      }
      aside={
        <div role="status">
          {newCount > 0 && <Button onClick={showAll}>{kit.newRows(number(newCount))}</Button>}
          {newCount === 0 && shown.some(({ isGone }) => isGone) && (
            <Button look="link" onClick={showAll}>
              {words.tidy}
            </Button>
          )}
        </div>
      }
    >
      {shown.length === 0 && <Empty>{empty}</Empty>}
      {isWhole ? (
        <AllRows {...{ title, count, shown, keyOf, children }} behind={props.behind} />
      ) : (
        <ul className={styles['rows']}>{shown.slice(0, drawnAtOnce).map(children)}</ul>
      )}
      {(isWhole || shown.length > drawnAtOnce) && (
        <Button aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? words.fewer(number(drawnAtOnce)) : words.all(number(count))}
        </Button>
      )}
      {isMore === true && <p className={styles['quiet']}>{words.thereAreMore}</p>}
    </Panel>
  );
}
