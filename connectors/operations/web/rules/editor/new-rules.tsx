/** Where rules are written: from nothing, from a version, or from what was under work. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useSession } from '../../api/session';
import { Answered, Button, Panel } from '../../kit/parts';
import { keepStored, readStored, storedName } from '../../kit/stored';
import { useWords } from '../../words/preferences';
import { feeRulesKey, listRuleSets, readText } from '../api';
import styles from '../rules.module.css';
import { emptyDraft } from './draft';
import Editor from './editor';
import { readRules } from './stored-draft';
import { editorWords } from './words';

export default function NewRules({ tenant }: { readonly tenant: string }) {
  const { person } = useSession();
  const [query] = useSearchParams();
  const from = query.get('from') ?? undefined;
  const storedAs = storedName('rules', person, tenant);
  const [stored, setStored] = useState(() => readRules(readStored('tab', storedAs)));
  const [isChosen, setIsChosen] = useState(false);
  if (stored !== undefined && (isChosen || from === undefined || from === stored.from)) {
    return <Editor tenant={tenant} start={stored.draft} storedAs={storedAs} from={stored.from} />;
  }
  if (stored !== undefined) {
    return (
      <OtherWork
        title={stored.draft.title}
        goOn={() => setIsChosen(true)}
        beginOther={() => {
          keepStored('tab', storedAs, undefined);
          setStored(undefined);
        }}
      />
    );
  }
  if (from === undefined) {
    return <Editor tenant={tenant} start={emptyDraft} storedAs={storedAs} from={undefined} />;
  }
  return <FromVersion tenant={tenant} from={from} storedAs={storedAs} />;
}

function OtherWork({
  title,
  goOn,
  beginOther,
}: {
  readonly title: string;
  readonly goOn: () => void;
  readonly beginOther: () => void;
}) {
  const words = useWords(editorWords);
  return (
    <Panel title={words.other}>
      <p>{words.otherHelp(title.trim() === '' ? words.unnamed : title)}</p>
      <div className={styles['acts']}>
        <Button look="danger" onClick={beginOther}>
          {words.beginOther}
        </Button>
        <Button look="main" onClick={goOn}>
          {words.goOn}
        </Button>
      </div>
    </Panel>
  );
}

function FromVersion({
  tenant,
  from,
  storedAs,
}: {
  readonly tenant: string;
  readonly from: string;
  readonly storedAs: string;
}) {
  const read = useQuery({
    queryKey: feeRulesKey(tenant, 'start', from),
    queryFn: async () => {
      const [text, ruleSets] = await Promise.all([readText(from), listRuleSets()]);
      return { text, title: ruleSets.find((one) => one.ruleSetId === from)?.title ?? '' };
    },
    staleTime: Infinity,
  });
  return (
    <Answered read={read}>
      {({ text, title }) => (
        <Editor
          tenant={tenant}
          start={{ ...emptyDraft, text, lead: 'text', title }}
          storedAs={storedAs}
          from={from}
        />
      )}
    </Answered>
  );
}
