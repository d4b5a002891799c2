/** All that stands still for one cause: how many, some of them, and having all of them tried again. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { dataOf, operations } from '../api/clients';
import type { ApiProblem } from '../api/problem';
import type { IncidentsRow } from '../api/types';
import { addressOf } from '../kit/addresses';
import { Answered, Empty, Facts, Field, Panel, ProblemNote } from '../kit/parts';
import { Title } from '../kit/title';
import { Age, AsOf } from '../kit/values';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import {
  Confirm,
  GoOn,
  NotArrived,
  NotSaid,
  ReasonFields,
  Refused,
  useWhy,
  type ReasonName,
} from './deciding';
import { Variables } from './decision-status';
import { decisionWords } from './decision-words';
import { Ownership } from './ownership';
import { whyNoDecision } from './owner-acts';
import { PaymentLink } from './panel';
import { readRetries, useIncidents, useMe } from './reads';
import { readVariables } from './rows';
import { useDraft, type KeptDraft } from './use-draft';
import { useSending } from './use-sending';
import { workWords } from './words';
import styles from './work.module.css';

interface CauseProps {
  readonly tenant: string;
  readonly group: string;
}

export function CauseView({ tenant, group }: CauseProps) {
  const words = useWords(decisionWords);
  const read = useIncidents(tenant);
  return (
    <>
      <nav>
        <Link href="/">← {words.toWork}</Link>
      </nav>
      <Answered read={read}>
        {({ groups, asOf }) => {
          const row = groups.find((one) => one.group === group);
          return row === undefined ? (
            <>
              <Title tab={words.cause}>{words.cause}</Title>
              <Empty>{words.noCause}</Empty>
              <AsOf at={asOf} />
            </>
          ) : (
            <Cause key={group} {...{ tenant, row, asOf }} />
          );
        }}
      </Answered>
    </>
  );
}

interface RowProps {
  readonly tenant: string;
  readonly row: IncidentsRow;
}

function Cause({ tenant, row, asOf }: RowProps & { readonly asOf: string }) {
  const words = useWords(decisionWords);
  const work = useWords(workWords);
  const { language } = usePreferences().preferences;
  const { cause, count, since, sentence, whatToDo, sample, owners, matterKey } = row;
  return (
    <>
      <Title tab={`${cause.step} · ${words.cause}`}>
        {cause.step}: {formatCount(count, language)}
      </Title>
      <Panel title={words.whatHappened} aside={<AsOf at={asOf} />}>
        <div className={styles['panel']}>
          <p className={styles['said']}>{sentence}</p>
          <p>{whatToDo}</p>
          <Facts
            of={[
              [words.count, formatCount(count, language)],
              [words.oldest, <Age key="oldest" since={since} />],
              [work.peer, cause.peer === null ? '–' : work.peerNames[cause.peer]],
              [work.code, cause.errorCode ?? '–'],
              [words.process, `${cause.process} · ${cause.elementId}`],
            ]}
          />
          <Ownership {...{ tenant, matterKey, owners }} />
        </div>
      </Panel>
      <Retrying {...{ tenant, row }} />
      <Panel title={words.samples}>
        <ol className={styles['samples']}>
          {sample.map(({ incidentKey, since: at, message, transactionId, transferId }) => (
            <li key={incidentKey}>
              <Age since={at} /> · {incidentKey} ·{' '}
              <SampleLink tenant={tenant} id={transactionId ?? transferId} />
              <br />
              <span lang="en" className={styles['said']}>
                {message}
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

function SampleLink({ tenant, id }: { readonly tenant: string; readonly id: string | null }) {
  const words = useWords(decisionWords);
  return id === null ? <span>{words.noPayment}</span> : <PaymentLink tenant={tenant} id={id} />;
}

const reasonNames: readonly ReasonName[] = ['mended', 'records', 'agreed', 'other'];

interface Body {
  readonly batchId: string;
  readonly group: string;
  readonly count: number;
  readonly why: string;
  readonly variables?: Record<string, never>;
}

interface Reviewed {
  readonly count: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

function Retrying({ tenant, row }: RowProps) {
  const words = useWords(decisionWords);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const kept = useDraft(tenant, row.matterKey);
  const [reviewed, setReviewed] = useState<Reviewed>();
  const [refusal, setRefusal] = useState<{ problem: ApiProblem; before: number }>();
  const sending = useSending({
    kept,
    post: (body) => {
      const params = { path: { tenant } };
      const sent = JSON.parse(body) as Body;
      return dataOf(operations.POST('/tenants/{tenant}/incidents/retries', { params, body: sent }));
    },
    read: (id) => readRetries(tenant, id),
    done: ({ batchId }) => {
      void queries.invalidateQueries({ queryKey: [tenant, 'work'] });
      go(`/incidents/retries/${addressOf(batchId)}`);
    },
    refused: (problem) => {
      if (problem.status === 409) setRefusal({ problem, before: reviewed?.count ?? row.count });
      setReviewed(undefined);
      void queries.invalidateQueries({ queryKey: [tenant, 'incidents'] });
    },
  });
  const isSent = kept.draft.sent !== null;
  return (
    <Panel title={words.tryAgain}>
      {refusal !== undefined && <Refusal {...refusal} />}
      {refusal === undefined && sending.problem !== undefined && !isSent && (
        <ProblemNote of={sending.problem} isAct />
      )}
      <NotArrived isShown={sending.isNotArrived} />
      {isSent && !sending.isBusy && <NotSaid sending={sending} />}
      {isSent && sending.isBusy && <p role="status">{words.sending}</p>}
      {!isSent && reviewed !== undefined && (
        <RetryReview
          {...{ kept, row, reviewed }}
          send={(why) => {
            const { count, variables } = reviewed;
            const some = Object.keys(variables).length > 0 && { variables };
            const body = { batchId: kept.draft.id, group: row.group, count, why, ...some };
            sending.send(JSON.stringify(body));
          }}
          back={() => setReviewed(undefined)}
        />
      )}
      {!isSent && reviewed === undefined && (
        <RetryForm
          {...{ tenant, row, kept }}
          review={(variables) => {
            setRefusal(undefined);
            setReviewed({ count: row.count, variables });
          }}
        />
      )}
    </Panel>
  );
}

function Refusal({ problem, before }: { readonly problem: ApiProblem; readonly before: number }) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const { count } = problem.body;
  const isOther = typeof count === 'number';
  return (
    <Refused title={words.refusedTitle}>
      <p>
        {isOther
          ? words.countChanged(formatCount(before, language), formatCount(count, language))
          : (problem.detail ?? problem.title)}
      </p>
    </Refused>
  );
}

interface RetryFormProps extends RowProps {
  readonly kept: KeptDraft;
  readonly review: (variables: Readonly<Record<string, unknown>>) => void;
}

function RetryForm({ tenant, row, kept, review }: RetryFormProps) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const [isTold, setIsTold] = useState(false);
  const why = useWhy(kept.draft);
  const { values, wrong } = readVariables(kept.draft.variables);
  const whyNot = whyNoDecision({ ...useMe(tenant), owners: row.owners }, false);
  const choice = row.choices.find(({ decision }) => decision === 'retry');
  return (
    <div className={styles['panel']}>
      <p>{choice?.consequence ?? choice?.whyNot}</p>
      <Corrections names={row.variables} {...{ kept, wrong }} />
      <ReasonFields kept={kept} among={reasonNames} isTold={isTold} />
      {whyNot !== undefined && (
        <p role="status">
          {whyNot === 'taken' ? words.taken(row.owners.join(', ')) : words.noOperator}
        </p>
      )}
      <GoOn
        {...{ kept, isOpen: whyNot === undefined }}
        title={`${words.review}: ${words.retryCount(formatCount(row.count, language))}`}
        onReview={() => {
          setIsTold(true);
          if (why !== undefined && wrong.length === 0) review(values);
        }}
      />
    </div>
  );
}

function Corrections({
  names,
  kept: { draft, change },
  wrong,
}: {
  readonly names: readonly string[];
  readonly kept: KeptDraft;
  readonly wrong: readonly string[];
}) {
  const words = useWords(decisionWords);
  const isBegun = Object.values(draft.variables).some((text) => text.trim() !== '');
  if (names.length === 0) return <p className={styles['quiet']}>{words.noCorrect}</p>;
  return (
    <details open={isBegun ? true : undefined}>
      <summary>{words.correct}</summary>
      {names.map((name) => (
        <Field
          key={name}
          label={name}
          hint={words.correctHint}
          error={wrong.includes(name) ? words.wrongJson : undefined}
        >
          {(about) => (
            <textarea
              {...about}
              rows={2}
              spellCheck={false}
              value={draft.variables[name] ?? ''}
              onChange={(event) =>
                change({ variables: { ...draft.variables, [name]: event.target.value } })
              }
            />
          )}
        </Field>
      ))}
    </details>
  );
}

interface RetryReviewProps {
  readonly kept: KeptDraft;
  readonly row: IncidentsRow;
  readonly reviewed: Reviewed;
  readonly send: (why: string) => void;
  readonly back: () => void;
}

function RetryReview({ kept, row, reviewed, send, back }: RetryReviewProps) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const why = useWhy(kept.draft) ?? '';
  const number = (of: number) => formatCount(of, language);
  const { count, variables } = reviewed;
  const names = Object.keys(variables);
  return (
    <Confirm
      sentence={
        <>
          <strong>{words.retrySentence(number(count), row.cause.step)}</strong>
          {names.length > 0 && (
            <>
              {' '}
              {words.corrected}: <Variables of={variables} />
            </>
          )}
        </>
      }
      why={why}
      send={words.retryCount(number(count))}
      isBusy={false}
      hindrance={
        row.count === count ? undefined : words.countChanged(number(count), number(row.count))
      }
      onSend={() => send(why)}
      onBack={back}
    />
  );
}
