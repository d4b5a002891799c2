/** The number of a person, for an operator who says why: shown for a minute, kept nowhere. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { dataOf, operations } from '../../api/clients';
import { hasRole, useSession } from '../../api/session';
import { Button, Dialog, Field, ProblemNote } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import styles from './payment.module.css';
import type { PaymentAddress } from './reads';
import { revealWords } from './words';

const shownMs = 60_000;
const whyLengthMax = 512;

type PartyName = 'payer' | 'payee';

interface Party {
  readonly partyIdType: string;
  readonly partyIdentifier: string;
  readonly partySubIdOrType?: string;
}

interface RevealProps extends PaymentAddress {
  readonly party: PartyName;
  readonly masked: string;
}

export function RevealableParty({ masked, party, ...address }: RevealProps) {
  const words = useWords(revealWords);
  const session = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const [found, setFound] = useState<Party>();
  useEffect(() => {
    if (found === undefined) return;
    const timer = setTimeout(() => setFound(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [found]);
  if (!hasRole(session, address.tenant, 'operator')) return masked;
  return (
    <span className={styles['row']} aria-live="polite">
      {found === undefined ? (
        <>
          <span>{masked}</span>
          <Button look="link" className={styles['operation']} onClick={() => setIsAsking(true)}>
            {words.show[party]}
          </Button>
        </>
      ) : (
        <>
          <strong>
            {found.partyIdType} {found.partyIdentifier} {found.partySubIdOrType}
          </strong>
          <Button look="link" className={styles['operation']} onClick={() => setFound(undefined)}>
            {words.hide}
          </Button>
          <span className={styles['small']}>{words.soonMasked}</span>
        </>
      )}
      {isAsking && (
        <Reason
          {...address}
          party={party}
          onClose={() => setIsAsking(false)}
          onFound={(one) => {
            setFound(one);
            setIsAsking(false);
          }}
        />
      )}
    </span>
  );
}

interface ReasonProps extends PaymentAddress {
  readonly party: PartyName;
  readonly onClose: () => void;
  readonly onFound: (party: Party) => void;
}

function Reason({ party, onClose, onFound, tenant, transactionId }: ReasonProps) {
  const words = useWords(revealWords);
  const [why, setWhy] = useState('');
  const asked = useMutation({
    mutationFn: () =>
      dataOf<Party>(
        operations.POST('/tenants/{tenant}/payments/{transactionId}/parties', {
          params: { path: { tenant, transactionId } },
          body: { party, why: why.trim() },
        }),
      ),
    onSuccess: onFound,
    gcTime: 0,
  });
  return (
    <Dialog title={words.show[party]} onClose={onClose}>
      <form
        className={styles['stack']}
        onSubmit={(event) => {
          event.preventDefault();
          asked.mutate();
        }}
      >
        <p>{words.warning}</p>
        <Field label={words.why} hint={words.whyHint}>
          {(about) => (
            <textarea
              {...about}
              required
              rows={3}
              maxLength={whyLengthMax}
              value={why}
              onChange={({ target }) => setWhy(target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          look="main"
          className={styles['start']}
          disabled={why.trim() === '' || asked.isPending}
        >
          {words.doShow}
        </Button>
        {asked.isPending && <p role="status">{words.mayTakeSeconds}</p>}
        {asked.error !== null && <ProblemNote of={asked.error} />}
      </form>
    </Dialog>
  );
}
