/** One message; word for word only when somebody who may has asked for it: names and numbers are in it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, operations } from '../../../api/clients';
import { hasRole, useSession } from '../../../api/session';
import type { Message } from '../../../api/types';
import { Button, Facts, Panel, ProblemNote } from '../../../kit/parts';
import { Id, Instant } from '../../../kit/values';
import { formatCount, formatDuration } from '../../../words/formats';
import { usePreferences, useWords } from '../../../words/preferences';
import styles from '../payment.module.css';
import { messageWords, paymentWords } from '../words';
import { tidied, type Body } from './body';
import { Outcome, Signature } from './outcome';

interface Half {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
}
interface WholeMessage {
  readonly request: Half & { readonly method: string; readonly url: string };
  readonly answer?: Half;
}

interface OpenedProps {
  readonly tenant: string;
  readonly message: Message;
}

export function OpenedMessage({ tenant, message }: OpenedProps) {
  const words = useWords(messageWords);
  const { text, outcome } = message;
  return (
    <Panel title={text} level={3}>
      <div className={styles['stack']}>
        {outcome === 'held-back' && <p>{words.notSent}</p>}
        {outcome !== 'answered' && outcome !== 'held-back' && (
          <p className={styles['bad']}>{words.unknownEffect}</p>
        )}
        <InBrief of={message} />
        <WordForWord tenant={tenant} message={message} />
      </div>
    </Panel>
  );
}

function InBrief({ of }: { readonly of: Message }) {
  const words = useWords(messageWords);
  const { transactionId, transferId, quoteId } = useWords(paymentWords);
  const { language } = usePreferences().preferences;
  const ids = [
    ['messageId', of.messageId],
    [transactionId, of.transactionId],
    [transferId, of.transferId],
    [quoteId, of.quoteId],
    [words.traceId, of.traceId],
  ] as const;
  return (
    <Facts
      of={[
        [words.at, <Instant key="at" at={of.at} />],
        [words.answer, <Outcome key="answer" of={of} />],
        [words.took, formatDuration(of.tookMs)],
        [
          words.signature,
          of.signature === undefined ? words.noSignature : <Signature key="s" of={of.signature} />,
        ],
        ...(of.jobType === undefined ? [] : [[words.job, of.jobType] as const]),
        [
          words.bytesBoth,
          words.bytes(formatCount(of.requestBytes + (of.answerBytes ?? 0), language)),
        ],
        ...ids.flatMap(([name, value]) =>
          value === undefined ? [] : [[name, <Id key={name} value={value} what={name} />] as const],
        ),
      ]}
    />
  );
}

/** Kept by nobody: neither in the browser's store nor among what was read before. */
function WordForWord({ tenant, message: { messageId, status } }: OpenedProps) {
  const words = useWords(messageWords);
  const session = useSession();
  const whole = useMutation({
    mutationFn: () =>
      dataOf<WholeMessage>(
        operations.GET('/tenants/{tenant}/messages/{messageId}', {
          params: { path: { tenant, messageId } },
        }),
      ),
    gcTime: 0,
  });
  if (!hasRole(session, tenant, 'operator')) return <p>{words.onlyOperators}</p>;
  return (
    <section className={styles['stack']} aria-live="polite">
      <h4>{words.word}</h4>
      {whole.data === undefined ? (
        <>
          <p>{words.warning}</p>
          <Button
            className={styles['start']}
            disabled={whole.isPending}
            onClick={() => whole.mutate()}
          >
            {words.show}
          </Button>
          {whole.isPending && <p role="status">{words.mayTakeSeconds}</p>}
          {whole.error !== null && <ProblemNote of={whole.error} />}
        </>
      ) : (
        <>
          <Button className={styles['start']} onClick={() => whole.reset()}>
            {words.hide}
          </Button>
          <Whole of={whole.data} status={status} />
        </>
      )}
    </section>
  );
}

function Whole({
  of: { request, answer },
  status,
}: {
  readonly of: WholeMessage;
  readonly status: number | undefined;
}) {
  const words = useWords(messageWords);
  return (
    <>
      <h4>{words.request}</h4>
      <p className={styles['mono']}>
        {request.method} {request.url}
      </p>
      <HalfOf of={request} />
      <h4>{words.reply}</h4>
      {answer === undefined && (
        <p>{status === undefined ? words.noReply : words.statusOnly(String(status))}</p>
      )}
      {answer !== undefined && <HalfOf of={answer} />}
    </>
  );
}

function HalfOf({ of: { headers, body } }: { readonly of: Half }) {
  const words = useWords(messageWords);
  return (
    <>
      {Object.keys(headers).length === 0 ? (
        <p>{words.noHeaders}</p>
      ) : (
        <details open>
          <summary>{words.headers}</summary>
          <pre className={styles['pre']} tabIndex={0}>
            {Object.entries(headers)
              .map(([name, value]) => `${name}: ${value}`)
              .join('\n')}
          </pre>
        </details>
      )}
      {body === undefined ? <p>{words.noBody}</p> : <BodyOf of={body} />}
    </>
  );
}

function BodyOf({ of }: { readonly of: Body }) {
  const words = useWords(messageWords);
  const { language } = usePreferences().preferences;
  const [asItWas, setAsItWas] = useState(false);
  const tidy = tidied(of);
  return (
    <>
      <p className={styles['row']}>
        <strong>{words.body}</strong>
        <span className={styles['quiet']}>{words.bytes(formatCount(of.bytes, language))}</span>
        {tidy !== undefined && (
          <label>
            <input
              type="checkbox"
              checked={asItWas}
              onChange={({ target }) => setAsItWas(target.checked)}
            />{' '}
            {words.asItWas}
          </label>
        )}
      </p>
      {of.isCut === true && <p>{words.isCut(formatCount(of.bytes, language))}</p>}
      {of.isBase64 === true && <p>{words.isBase64}</p>}
      {of.isWithoutCodes === true && <p>{words.withoutCodes}</p>}
      <pre className={styles['pre']} tabIndex={0}>
        {asItWas ? of.text : (tidy ?? of.text)}
      </pre>
    </>
  );
}
