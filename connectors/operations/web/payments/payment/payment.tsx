/** A payment: how it stands, what may be done now, what happened, and everything behind it. */
import { useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { Story } from '../../api/types';
import { useWork } from '../../api/work';
import { addressOf, placeAddress } from '../../kit/addresses';
import { Answered, Panel } from '../../kit/parts';
import { Tabs } from '../../kit/tabs';
import { AsOf, Amount } from '../../kit/values';
import { Title } from '../../kit/title';
import { formatMoney } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { chosenOf, queryOf, tabNames, tabOf, type Chosen, type TabName } from './chosen';
import { changedMs } from './again-after';
import {
  behindStory,
  ofStory,
  useElements,
  useReadAnewWith,
  useRestUntilItIsThere,
  useStory,
} from './reads';
import { Side } from './side';
import { TicketButtons } from './ticket-buttons';
import { eventsOf } from './timeline';
import { TimelineList } from './timeline-list';
import { ToDo } from './to-do';
import { needsPerson } from './what-waits';
import styles from './payment.module.css';
import { paymentWords } from './words';
import { lazyView } from '../../kit/lazy-view';

const DiagramTab = lazyView(() => import('./diagram/diagram-tab'));
const MessagesTab = lazyView(() => import('./messages/messages-tab'));
const AccountTab = lazyView(() => import('./account/account-tab'));
const AuditTab = lazyView(() => import('./audit/audit-tab'));

export interface PaymentProps {
  readonly tenant: string;
  readonly transactionId: string;
  readonly tab?: string | undefined;
}

export default function Payment(props: PaymentProps) {
  const story = useStory(props);
  const words = useWords(paymentWords);
  return (
    <>
      <Link href={placeAddress(props.tenant, 'payments')}>{words.backToSearch}</Link>
      {story.data === undefined && story.error !== null && (
        <Title tab={words.title}>{words.title}</Title>
      )}
      <Answered read={story}>{(data) => <Known {...props} story={data} />}</Answered>
    </>
  );
}

function Known({ story, tab, ...address }: PaymentProps & { readonly story: Story }) {
  const { tenant } = address;
  const words = useWords(paymentWords);
  const { language } = usePreferences().preferences;
  const work = useWork(tenant, story.sides.some(needsPerson));
  useReadAnewWith(work.dataUpdatedAt, ofStory, address);
  useReadAnewWith(changedMs(story), behindStory, address);
  useRestUntilItIsThere(changedMs(story), address);
  const amount = story.sides.find(({ facts }) => facts.amount !== undefined)?.facts.amount;
  const named = amount === undefined ? words.unknownAmount : formatMoney(amount, language);
  return (
    <>
      <header className={styles['head']}>
        <Title tab={`${named} · ${words.title}`}>
          {words.title} {amount !== undefined && <Amount of={amount} />}
        </Title>
        <AsOf at={story.asOf} />
        <TicketButtons story={story} />
      </header>
      <div className={styles['sides']}>
        {story.sides.map((side) => (
          <Side key={side.side} of={side} tenant={tenant} transactionId={story.transactionId}>
            <ToDo {...address} side={side} work={work.data} />
          </Side>
        ))}
      </div>
      <Behind {...address} story={story} tab={tabOf(tab)} />
    </>
  );
}

interface BehindProps {
  readonly tenant: string;
  readonly transactionId: string;
  readonly story: Story;
  readonly tab: TabName;
}

/** The timeline, and what one opens beside it. */
function Behind({ story, tab, ...address }: BehindProps) {
  const words = useWords(paymentWords);
  const [, go] = useLocation();
  const chosen = chosenOf(new URLSearchParams(useSearch()));
  const panel = useRef<HTMLDivElement>(null);
  const elements = useElements(address, tab === 'diagram');
  const to = (name: TabName, next?: Chosen) => {
    go(`/${addressOf(address.transactionId)}/${name}${queryOf(next)}`, { replace: true });
  };
  const choose = (next: Chosen) => to(next.what === 'message' ? 'messages' : 'diagram', next);
  const events = chosen?.what === 'element' ? eventsOf(elements.data, chosen) : new Set<string>();
  return (
    <div className={styles['columns']}>
      <div className={styles['timelineBox']}>
        <TimelineList
          story={story}
          chosen={chosen}
          events={events}
          choose={(next) => {
            choose(next);
            bringUp(panel.current);
          }}
        />
      </div>
      <div ref={panel} className={styles['behind']}>
        <Panel title={words.tabs}>
          <Tabs
            label={words.tabs}
            tabs={tabNames.map((name) => ({ name, title: words.tab[name] }))}
            chosen={tab}
            choose={(name) => to(name)}
          >
            {tab === 'diagram' && (
              <DiagramTab {...address} read={elements} chosen={chosen} choose={choose} />
            )}
            {tab === 'messages' && <MessagesTab {...address} chosen={chosen} choose={choose} />}
            {tab === 'account' && <AccountTab {...address} story={story} choose={choose} />}
            {tab === 'audit' && <AuditTab {...address} story={story} />}
          </Tabs>
        </Panel>
      </div>
    </div>
  );
}

/** On a narrow page what was chosen is shown below the timeline: out of sight, it is brought up. */
function bringUp(element: HTMLElement | null): void {
  if (element === null) return;
  if (element.getBoundingClientRect().top > window.innerHeight / 2) element.scrollIntoView();
}
