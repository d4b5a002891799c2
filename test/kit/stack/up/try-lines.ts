import { join } from 'node:path';
import { asha, baraka, currency } from '../dfsps';
import { upDirectory, type UpState } from './state';

const partyOf = ({ msisdn }: { msisdn: string }) => ({
  partyIdType: 'MSISDN',
  partyIdentifier: msisdn,
});
const fromAshaToBaraka = { payer: partyOf(asha), payee: partyOf(baraka) };
const money = (amount: string) => ({ amount, currency });
const json = (body: object) => `-d '${JSON.stringify(body)}'`;

const wait = "-H 'Prefer: wait=20'";
const requests = 'as buffalo transaction-requests';

/** What else than a transfer can be asked for, for a person to type; `<...>` is to be copied from an answer before it. */
export function tryLines({ channelAddress, phonesAddress }: UpState): string {
  const token = join(upDirectory(), '$1.token');
  const qrCode = {
    ...{ payee: partyOf(baraka), currency, amount: '25', merchantName: 'Duka la Baraka' },
    ...{ merchantCity: 'Dodoma', merchantCategoryCode: '5411', countryCode: 'TZ' },
  };
  return `
Try more, as the app of either DFSP. Once in this shell (replace each <...> below by what you were told before it):

  as() { curl -s "${channelAddress}/channel/$2" -H "Authorization: Bearer $(cat "${token}")" -H 'Content-Type: application/json' "\${@:3}"; echo; }
  told() { curl -s ${phonesAddress} | tail -n 4; }

${baraka.firstName} asks ${asha.firstName} for money. Her app is told, with links.decision, and there she accepts:

  ${requests} ${json({ clientCorrelationId: 'ask-1', ...fromAshaToBaraka, amount: money('50') })}
  told
  as lion transfer/<transactionId>/decision ${wait} ${json({ decision: 'accept' })}

${asha.firstName} takes cash out at ${baraka.firstName}'s device. She is told a one-time password, the device a questionId:

  ${requests} ${json({ clientCorrelationId: 'cash-1', useCase: 'agent-cash-out-on-pos', ...fromAshaToBaraka, amount: money('60') })}
  told
  ${requests}/<requestId>/authorization ${json({ responseType: 'ENTERED', authenticationValue: '<oneTimePassword>', questionId: '<questionId>' })}
  ${requests}/<requestId>

${baraka.firstName} gives back a part of what ${asha.firstName} has paid him:

  as buffalo refunds ${wait} ${json({ clientCorrelationId: 'refund-1', originalTransactionId: '<transactionId>', initiatorType: 'CONSUMER', payer: partyOf(baraka), payee: partyOf(asha), amount: money('40') })}

${baraka.firstName} shows a QR code, and ${asha.firstName} pays by it:

  as buffalo qr-codes ${json(qrCode)}
  as lion merchant-payments ${wait} ${json({ clientCorrelationId: 'qr-1', payer: partyOf(asha), qrCode: '<qrCode>' })}
`;
}
