/** One cycle: what is owed, and what the DFSPs say to it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Answered, Button, Dialog, Facts, Panel, ProblemNote } from '../../kit/parts';
import { SaveButton } from '../../kit/save-button';
import { offerFile } from '../../kit/save-file';
import { Table } from '../../kit/table';
import { AsOf, Badge, Id, Instant } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import styles from '../rules.module.css';
import {
  closeCycle,
  listAcknowledgements,
  obligationsAsCsv,
  obligationsKey,
  readCycle,
  recompute,
  type Cycle as CycleFigures,
} from './api';
import { Obligations, Positions } from './figures';
import { StatementDialog } from './statement';
import { obligationWords } from './words';

export default function Cycle({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const words = useWords(obligationWords);
  const read = useQuery({
    queryKey: obligationsKey(tenant, 'cycle', id),
    queryFn: () => readCycle(id),
    refetchInterval: ({ state }) => (state.data?.state === 'closed' ? false : 10_000),
  });
  return (
    <>
      <Link href="/obligations">{words.back}</Link>
      <Answered read={read}>
        {(cycle) => (
          <>
            <Panel title={`${words.cycle} ${id}`} aside={<AsOf at={read.dataUpdatedAt} />}>
              <About of={cycle} />
              <Acts tenant={tenant} of={cycle} />
            </Panel>
            <Panel title={words.obligations}>
              <Obligations of={cycle.obligations} />
              <Positions of={cycle.positions} />
            </Panel>
            {cycle.state === 'closed' && <Acknowledgements tenant={tenant} id={id} />}
          </>
        )}
      </Answered>
    </>
  );
}

function About({ of }: { readonly of: CycleFigures }) {
  const words = useWords(obligationWords);
  const { language } = usePreferences().preferences;
  return (
    <>
      <Facts
        of={[
          [
            words.state,
            <Badge key="state" tone={of.state === 'open' ? 'info' : 'quiet'}>
              {words.states[of.state]}
            </Badge>,
          ],
          [words.from, <Instant key="from" at={of.from} />],
          [words.to, <Instant key="to" at={of.to} />],
          [words.entries, formatCount(of.entries, language)],
          ...(of.closedAt === undefined
            ? []
            : ([[words.closedAt, <Instant key="closed" at={of.closedAt} />]] as const)),
          ...(of.hash === undefined
            ? []
            : ([[words.hash, <Id key="hash" value={of.hash} what={words.hash} />]] as const)),
        ]}
      />
      {of.state === 'open' && <p>{words.asItStands}</p>}
      {of.late.map(({ originCycleId, entries }) => (
        <p key={originCycleId}>{words.late(formatCount(entries, language), originCycleId)}</p>
      ))}
    </>
  );
}

function Acts({ tenant, of }: { readonly tenant: string; readonly of: CycleFigures }) {
  const words = useWords(obligationWords);
  const [isClosing, setIsClosing] = useState(false);
  const { cycleId, state } = of;
  const save = async () => offerFile(await obligationsAsCsv(cycleId), `obligations-${cycleId}.csv`);
  const counting = useMutation({ mutationFn: () => recompute(cycleId) });
  return (
    <>
      <div className={styles['acts']}>
        <SaveButton title={words.csv} save={save} />
        {state === 'closed' ? (
          <Button onClick={() => counting.mutate()}>{words.recompute}</Button>
        ) : (
          <Button onClick={() => setIsClosing(true)}>{words.close}</Button>
        )}
      </div>
      {counting.error !== null && <ProblemNote of={counting.error} />}
      <div role="status">{counting.data !== undefined && <Recount of={counting.data} />}</div>
      {isClosing && <CloseDialog tenant={tenant} id={cycleId} close={() => setIsClosing(false)} />}
    </>
  );
}

function Recount({
  of: { entries, differences },
}: {
  readonly of: Awaited<ReturnType<typeof recompute>>;
}) {
  const words = useWords(obligationWords);
  const { language } = usePreferences().preferences;
  if (differences.length === 0) return <p>{words.asPublished(formatCount(entries, language))}</p>;
  return (
    <>
      <p>{words.differs(formatCount(differences.length, language))}</p>
      <ul>
        {differences.map(({ figure, of, published, recomputed }) => (
          <li key={`${figure} ${of}`}>
            {figure} {of}: {words.published} {JSON.stringify(published)}, {words.recomputed}{' '}
            {JSON.stringify(recomputed)}
          </li>
        ))}
      </ul>
    </>
  );
}

function CloseDialog({
  tenant,
  id,
  close,
}: {
  readonly tenant: string;
  readonly id: string;
  readonly close: () => void;
}) {
  const words = useWords(obligationWords);
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => closeCycle(id),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: obligationsKey(tenant) }),
  });
  return (
    <Dialog title={words.close} onClose={close}>
      <p className={styles['sentence']}>{words.closeSays(id)}</p>
      {error !== null && <ProblemNote of={error} isAct />}
      <div className={styles['acts']}>
        <Button onClick={close}>{words.cancel}</Button>
        <Button look="main" disabled={isPending} onClick={() => mutate()}>
          {words.yesClose}
        </Button>
      </div>
    </Dialog>
  );
}

const tones = { waiting: 'warning', acknowledged: 'good', disputed: 'bad' } as const;

function Acknowledgements({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const words = useWords(obligationWords);
  const [shown, setShown] = useState<string>();
  const read = useQuery({
    queryKey: obligationsKey(tenant, 'acknowledgements', id),
    queryFn: () => listAcknowledgements(id),
    refetchInterval: 10_000,
  });
  return (
    <Panel title={words.acknowledgements}>
      <p>{words.statementHelp}</p>
      <Answered read={read}>
        {(participants) =>
          participants.length === 0 ? (
            <p>{words.noParticipants}</p>
          ) : (
            <Table
              caption={words.acknowledgements}
              columns={[
                { title: words.dfsp, isHead: true },
                ...[words.answer, words.said, words.statement].map((title) => ({ title })),
              ]}
              rows={participants.map(({ dfspId, status, history }) => ({
                key: dfspId,
                cells: [
                  dfspId,
                  <Badge key="status" tone={tones[status]}>
                    {words.answers[status]}
                  </Badge>,
                  <LastWord key="last" of={history.at(-1)} />,
                  <Button key="open" look="link" onClick={() => setShown(dfspId)}>
                    {words.statement}
                  </Button>,
                ],
              }))}
            />
          )
        }
      </Answered>
      {shown !== undefined && (
        <StatementDialog tenant={tenant} id={id} dfspId={shown} close={() => setShown(undefined)} />
      )}
    </Panel>
  );
}

function LastWord({
  of,
}: {
  readonly of:
    Awaited<ReturnType<typeof listAcknowledgements>>[number]['history'][number] | undefined;
}) {
  const words = useWords(obligationWords);
  if (of === undefined) return null;
  return (
    <>
      {of.by}, <Instant at={of.at} />
      {of.answer.reason !== undefined && <p>{words.reason(of.answer.reason)}</p>}
    </>
  );
}
