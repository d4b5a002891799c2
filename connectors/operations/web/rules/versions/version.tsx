/** One version: its rules, what they change, what they would charge, and what may be decided. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useSession } from '../../api/session';
import { Answered, Button, Facts, Panel } from '../../kit/parts';
import { Tabs } from '../../kit/tabs';
import { AsOf, Id, Instant } from '../../kit/values';
import { SaveButton } from '../../kit/save-button';
import { offerFile } from '../../kit/save-file';
import { useWords } from '../../words/preferences';
import { feeRulesKey, readText, readWorkbook, type RuleSet } from '../api';
import { DryRun } from '../dry-run/dry-run';
import styles from '../rules.module.css';
import { Trial } from '../trial/trial';
import { ActDialog } from './act-dialog';
import { actsOf, historyOf, isOwnDraft, type Act } from './acts';
import { Differences } from './differences-view';
import { RulesAsTheyAre } from './rules-view';
import { StateBadge, useRuleSets } from './versions';
import { versionWords } from './words';

const tabs = ['rules', 'differences', 'try', 'dry-run'] as const;

export default function Version({
  tenant,
  id,
  tab,
}: {
  readonly tenant: string;
  readonly id: string;
  readonly tab: string | undefined;
}) {
  const words = useWords(versionWords);
  const [, go] = useLocation();
  const read = useRuleSets(tenant);
  const chosen = tabs.find((one) => one === tab) ?? 'rules';
  return (
    <Answered read={read}>
      {(all) => {
        const one = all.find(({ ruleSetId }) => ruleSetId === id);
        if (one === undefined) return <p role="alert">{words.notFound}</p>;
        return (
          <>
            <About tenant={tenant} of={one} asOf={read.dataUpdatedAt} />
            <Tabs
              label={one.title}
              tabs={tabs.map((name) => ({ name, title: words.tabs[name] }))}
              chosen={chosen}
              choose={(name) => go(`/versions/${id}/${name}`, { replace: true })}
            >
              {chosen === 'rules' && <RulesAsTheyAre tenant={tenant} id={id} />}
              {chosen === 'differences' && <Differences tenant={tenant} of={one} all={all} />}
              {chosen === 'try' && <TryVersion tenant={tenant} id={id} />}
              {chosen === 'dry-run' && <DryRun id={id} />}
            </Tabs>
          </>
        );
      }}
    </Answered>
  );
}

function TryVersion({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const read = useQuery({
    queryKey: feeRulesKey(tenant, 'text', id),
    queryFn: () => readText(id),
    staleTime: Infinity,
  });
  return <Answered read={read}>{(text) => <Trial tenant={tenant} rules={text} />}</Answered>;
}

function About({
  tenant,
  of,
  asOf,
}: {
  readonly tenant: string;
  readonly of: RuleSet;
  readonly asOf: number;
}) {
  const words = useWords(versionWords);
  return (
    <Panel
      title={
        <>
          {of.title} <StateBadge of={of} />
        </>
      }
      aside={<AsOf at={asOf} />}
    >
      {of.unusable !== undefined && <p role="alert">{words.unusable(of.unusable)}</p>}
      <Facts
        of={[
          ...(of.note === undefined ? [] : ([[words.note, of.note]] as const)),
          [words.id, <Id key="id" value={of.ruleSetId} what={words.id} />],
        ]}
      />
      <h3>{words.history}</h3>
      <ol className={styles['conditions']}>
        {historyOf(of).map(({ step, by, at, from }) => (
          <li key={step}>
            {words.steps[step](by)}, <Instant at={at} />
            {from !== undefined && (
              <>
                {' '}
                ({words.from} <Instant at={from} />)
              </>
            )}
          </li>
        ))}
      </ol>
      <Acts tenant={tenant} of={of} />
    </Panel>
  );
}

function Acts({ tenant, of }: { readonly tenant: string; readonly of: RuleSet }) {
  const words = useWords(versionWords);
  const { person } = useSession();
  const [act, setAct] = useState<Act>();
  const save = async () => offerFile(await readWorkbook(of.ruleSetId), `${of.title}.xlsx`);
  const isOwn = of.state === 'draft' && isOwnDraft(of, person);
  return (
    <div className={styles['acts']}>
      {isOwn && <span>{words.ownDraft}</span>}
      <Link href={`/new?from=${of.ruleSetId}`}>{words.change}</Link>
      <SaveButton title={words.workbook} save={save} />
      {actsOf(of)
        .filter((one) => one !== 'approve' || !isOwn)
        .map((one) => (
          <Button
            key={one}
            look={one === 'retire' || one === 'withdraw' ? 'danger' : 'plain'}
            onClick={() => setAct(one)}
          >
            {words.acts[one]}
          </Button>
        ))}
      {act !== undefined && (
        <ActDialog tenant={tenant} of={of} act={act} close={() => setAct(undefined)} />
      )}
    </div>
  );
}
