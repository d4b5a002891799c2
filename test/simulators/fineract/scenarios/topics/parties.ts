import type { Call, Scenario } from '../scenario';
import { account, get, post } from './steps';

const parties = '/interoperation/parties';
const two = { payer: {}, other: {} };
const register = (path: string, alias: string, note: string): Call =>
  post(`${parties}/${path}`, { accountId: `{run}-${alias}` }, `register ${note}`);
const look = (path: string, note: string): Call => get(`${parties}/${path}`, note);
const remove = (path: string, note: string): Call => ({
  name: `DELETE: ${note}`,
  method: 'DELETE',
  path: `${parties}/${path}`,
});

export const partyTopic: readonly Scenario[] = [
  {
    name: 'an identifier is registered, found and deleted',
    accounts: two,
    steps: [
      look('MSISDN/{run}1', 'not yet'),
      register('MSISDN/{run}1', 'payer', 'MSISDN'),
      look('MSISDN/{run}1', 'found'),
      register('MSISDN/{run}1', 'payer', 'again'),
      register('MSISDN/{run}2', 'payer', 'a second MSISDN'),
      register('EMAIL/a@{run}.org', 'payer', 'another type'),
      register('IBAN/{run}', 'payer', 'another type'),
      get('/interoperation/accounts/{run}-payer/identifiers', 'of the account'),
      account(),
      remove('MSISDN/{run}1', 'MSISDN'),
      remove('MSISDN/{run}1', 'again'),
      look('MSISDN/{run}1', 'gone'),
      register('MSISDN/{run}2', 'payer', 'the type is free again'),
      get('/interoperation/accounts/{run}-nobody/identifiers', 'of an unknown account'),
    ],
  },
  {
    name: 'an identifier on two accounts',
    accounts: two,
    steps: [
      register('MSISDN/{run}1', 'payer', 'first account'),
      register('MSISDN/{run}1', 'other', 'second account, no sub-id'),
      look('MSISDN/{run}1', 'doubly mapped'),
      remove('MSISDN/{run}1', 'doubly mapped'),
      register('ALIAS/{run}/home', 'payer', 'with a sub-id'),
      register('ALIAS/{run}/home', 'other', 'second account, same sub-id'),
      register('ALIAS/{run}/work', 'other', 'second account, other sub-id'),
      look('ALIAS/{run}/home', 'by sub-id'),
      look('ALIAS/{run}/work', 'by the other sub-id'),
      look('ALIAS/{run}', 'without sub-id'),
      get('/interoperation/accounts/{run}-payer/identifiers', 'with sub-id'),
      remove('ALIAS/{run}/home', 'by sub-id'),
      look('ALIAS/{run}/home', 'gone'),
    ],
  },
  {
    name: 'types and values of identifiers',
    accounts: two,
    steps: [
      look('msisdn/{run}', 'lower case type'),
      look('NOPE/{run}', 'no such type'),
      look('PERSONALID/{run}', 'without its underscore'),
      look('ACCOUNT_ID/{run}-payer', 'an account is not its own identifier'),
      ...['EMAIL', 'PERSONAL_ID', 'BUSINESS', 'DEVICE', 'ACCOUNT_ID', 'IBAN', 'ALIAS', 'BBAN'].map(
        (type) => look(`${type}/{run}none`, type),
      ),
      register('ALIAS/{run}Bob', 'payer', 'mixed case'),
      look('ALIAS/{run}bob', 'in lower case'),
      look('ALIAS/{run}Bob', 'as registered'),
      register('MSISDN/+{run}', 'payer', 'with a plus'),
      look('MSISDN/+{run}', 'with a plus'),
      look('MSISDN/%2B{run}', 'with an encoded plus'),
      register('EMAIL/a%20b@{run}', 'payer', 'with a space'),
      look('EMAIL/a%20b@{run}', 'with a space'),
    ],
  },
  {
    name: 'registrations that are refused',
    accounts: two,
    steps: [
      post(`${parties}/IBAN/{run}`, { accountId: '{run}-payer', foo: 1 }, 'unknown field'),
      post(`${parties}/IBAN/{run}`, {}, 'no accountId'),
      register('IBAN/{run}', 'nobody', 'account unknown'),
      { ...post(`${parties}/IBAN/{run}`, undefined, 'malformed'), rawBody: '{bad' },
      { ...post(`${parties}/IBAN/{run}`, undefined, 'empty body'), rawBody: '' },
      look('IBAN/{run}', 'nothing came of it'),
    ],
  },
];
