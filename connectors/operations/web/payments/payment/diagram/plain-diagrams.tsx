/** The engine's records are gone: the diagrams as they were deployed, without a path on them. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, operations } from '../../../api/clients';
import { ApiProblem } from '../../../api/problem';
import { Answered, Empty, Field, ProblemNote, Reading } from '../../../kit/parts';
import { useWords } from '../../../words/preferences';
import type { PaymentAddress } from '../reads';
import { diagramWords, paymentWords } from '../words';
import { useDiagram } from './use-diagram';
import { lazyView } from '../../../kit/lazy-view';

const ExecutedCanvas = lazyView(async () => ({
  default: (await import('./executed-canvas')).ExecutedCanvas,
}));

interface Ran {
  readonly side: 'payer' | 'payee' | null;
  readonly engine: string;
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
}

export function PlainDiagrams({
  detail,
  ...address
}: PaymentAddress & { readonly detail: string }) {
  const words = useWords(diagramWords);
  const { tenant, transactionId } = address;
  const read = useQuery({
    queryKey: [tenant, 'diagrams', transactionId],
    queryFn: () =>
      dataOf<{ readonly diagrams: readonly Ran[] }>(
        operations.GET('/tenants/{tenant}/payments/{transactionId}/diagrams', {
          params: { path: { tenant, transactionId } },
        }),
      ),
  });
  if (read.error instanceof ApiProblem && read.error.status === 410) {
    return (
      <Empty>
        <p>{words.noDiagram}</p>
        <p>{detail}</p>
      </Empty>
    );
  }
  return (
    <>
      <p>{words.pathNotKept}</p>
      <Answered read={read}>
        {({ diagrams }) => <Plain {...address} diagrams={diagrams} />}
      </Answered>
    </>
  );
}

function Plain({ diagrams, ...address }: PaymentAddress & { readonly diagrams: readonly Ran[] }) {
  const words = useWords(diagramWords);
  const { sides } = useWords(paymentWords);
  const [wanted, setWanted] = useState<string>();
  const keyOf = ({ engine, processDefinitionKey }: Ran) => `${engine}/${processDefinitionKey}`;
  const shown = diagrams.find((one) => keyOf(one) === wanted) ?? diagrams[0];
  if (shown === undefined) return <Empty>{words.noDiagram}</Empty>;
  return (
    <>
      <Field label={words.process}>
        {(about) => (
          <select
            {...about}
            value={keyOf(shown)}
            onChange={({ target }) => setWanted(target.value)}
          >
            {diagrams.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {words.version(one.bpmnProcessId, String(one.version))} ·{' '}
                {sides[one.side ?? 'none']}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Deployed {...address} shown={shown} />
    </>
  );
}

/** Always the same two: the canvas is not drawn anew for nothing. */
const nothing: readonly never[] = [];
const ignore = () => undefined;

function Deployed({ shown, ...address }: PaymentAddress & { readonly shown: Ran }) {
  const diagram = useDiagram(address, shown.engine, shown.processDefinitionKey);
  if (diagram.error !== null) return <ProblemNote of={diagram.error} />;
  if (diagram.data === undefined) return <Reading />;
  return (
    <ExecutedCanvas
      xml={diagram.data}
      name={shown.bpmnProcessId}
      marks={nothing}
      flows={nothing}
      chosen={undefined}
      choose={ignore}
    />
  );
}
