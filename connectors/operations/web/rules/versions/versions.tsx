/** All versions: which is in force, which come, which have been. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../api/session';
import { Answered, Empty, Panel } from '../../kit/parts';
import { Table } from '../../kit/table';
import { AsOf, Badge, Instant, type Tone } from '../../kit/values';
import { readStored, storedName } from '../../kit/stored';
import { useWords } from '../../words/preferences';
import { feeRulesKey, listRuleSets, type RuleSet } from '../api';
import { readRules } from '../editor/stored-draft';
import { historyOf } from './acts';
import { versionWords } from './words';

const tones: Readonly<Record<RuleSet['state'], Tone>> = {
  draft: 'info',
  approved: 'info',
  scheduled: 'warning',
  active: 'good',
  retired: 'quiet',
  withdrawn: 'quiet',
};

export function StateBadge({ of: { state } }: { readonly of: RuleSet }) {
  return <Badge tone={tones[state]}>{useWords(versionWords).states[state]}</Badge>;
}

export function useRuleSets(tenant: string) {
  return useQuery({
    queryKey: feeRulesKey(tenant, 'rule-sets'),
    queryFn: listRuleSets,
    // What is scheduled begins by itself, and others decide too.
    refetchInterval: 10_000,
  });
}

export default function Versions({ tenant }: { readonly tenant: string }) {
  const words = useWords(versionWords);
  const read = useRuleSets(tenant);
  return (
    <Panel title={words.versions} aside={<AsOf at={read.dataUpdatedAt} />}>
      <UnderWork tenant={tenant} />
      <Answered read={read}>
        {(ruleSets) => (ruleSets.length === 0 ? <NoRules /> : <VersionTable of={ruleSets} />)}
      </Answered>
    </Panel>
  );
}

function NoRules() {
  const words = useWords(versionWords);
  return (
    <Empty>
      <p>{words.none}</p>
      <Link href="/new">{words.write}</Link>
    </Empty>
  );
}

function UnderWork({ tenant }: { readonly tenant: string }) {
  const { person } = useSession();
  const words = useWords(versionWords);
  const stored = readRules(readStored('tab', storedName('rules', person, tenant)));
  if (stored === undefined) return null;
  const { title } = stored.draft;
  return (
    <p>
      <Link href="/new">{words.goOn(title.trim() === '' ? words.unnamed : title)}</Link>
    </p>
  );
}

function VersionTable({ of }: { readonly of: readonly RuleSet[] }) {
  const words = useWords(versionWords);
  const inForce = of.find(({ state }) => state === 'active');
  const titles = [words.title, words.state, words.since, words.by];
  const rows = of.map((one) => ({
    key: one.ruleSetId,
    cells: [
      <Name key="name" of={one} />,
      <State key="state" of={one} />,
      <Instant key="since" at={sinceOf(one)} />,
      historyOf(one).at(-1)?.by,
    ],
  }));
  return (
    <>
      <p>{inForce === undefined ? words.noneInForce : words.inForce(inForce.title)}</p>
      <Table caption={words.versions} columns={titles.map((title) => ({ title }))} rows={rows} />
    </>
  );
}

function Name({ of: { ruleSetId, title, unusable } }: { readonly of: RuleSet }) {
  const words = useWords(versionWords);
  return (
    <>
      <Link href={`/versions/${ruleSetId}`}>{title}</Link>
      {unusable !== undefined && <p role="alert">{words.unusable(unusable)}</p>}
    </>
  );
}

function State({ of }: { readonly of: RuleSet }) {
  const words = useWords(versionWords);
  const from = of.state === 'active' ? undefined : historyOf(of).at(-1)?.from;
  return (
    <>
      <StateBadge of={of} />
      {from !== undefined && (
        <>
          {' '}
          {words.from} <Instant at={from} />
        </>
      )}
    </>
  );
}

/** When it came to stand as it does. */
function sinceOf(of: RuleSet): string {
  const from = of.state === 'active' ? of.scheduled?.activeFrom : undefined;
  return from ?? historyOf(of).at(-1)?.at ?? of.drafted.at;
}
