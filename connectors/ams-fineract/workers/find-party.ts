import { z } from 'zod';
import type { Party } from '../../common/contracts/fspiop';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { lookUpPayee } from '../accounts';
import type { AmsDeps } from '../ams';
import { refused, valueOf } from '../failures';
import type { FineractClientDetails } from '../fineract/client';

const input = z.object({ tenant: variables.tenant, partyId: variables.partyId });
const output = z.object({ party: variables.party });

export const findParty = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:find-party:1'),
  title: 'Find a party',
  summary: 'Looks up in Fineract whose account has the identifier, and whether it can be paid.',
  input,
  output,
  bpmnErrors: {
    REFUSED: 'There is no such party, or it cannot be paid.',
    UNAVAILABLE: 'Fineract gives no answer.',
  },
  whenExhausted: 'bpmn-error',
  async run({ tenant, partyId }, deps, { signal }) {
    const ams = deps.amsOf(tenant);
    const side = 'payee-before-transfer';
    const { clientId } = await lookUpPayee(partyId, { ams, side, signal });
    const partyIdInfo = { ...partyId, fspId: ams.tenant.fspId };
    if (clientId === undefined) return { party: { partyIdInfo } };
    const client = valueOf(await ams.fineract.getClient(clientId, signal), side);
    if (!client.active) throw refused('account-closed-off', side);
    return { party: { partyIdInfo, ...namesOf(client) } };
  },
});

/** FSPIOP 7.2.8 (Name): what a first, middle or last name may be. */
const namePattern = /^(?!\s*$)[\p{L}\p{M}\p{Nd}\p{Pc}\p{Join_Control} .,'-]{1,128}$/u;
/** FSPIOP 7.3.11: PartyName. */
const displayNameLengthMax = 128;

/** A name that FSPIOP cannot carry is left out: one bad letter must not make the whole answer invalid. */
function namesOf(client: FineractClientDetails): Pick<Party, 'name' | 'personalInfo'> {
  const { firstname, middlename, lastname, displayName } = client;
  const complexName = {
    ...(isName(firstname) ? { firstName: firstname } : {}),
    ...(isName(middlename) ? { middleName: middlename } : {}),
    ...(isName(lastname) ? { lastName: lastname } : {}),
  };
  const name = displayName?.slice(0, displayNameLengthMax);
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(Object.keys(complexName).length === 0 ? {} : { personalInfo: { complexName } }),
  };
}

function isName(name: string | undefined): name is string {
  return name !== undefined && namePattern.test(name);
}
