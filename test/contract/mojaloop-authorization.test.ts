/** `mojaloop:answer-authorization:1`: what was entered at our device goes to the payer's DFSP, and stands nowhere before. */
import { authorizationKeysOf } from '../../connectors/common/authorizations/keys';
import { sealEntry } from '../../connectors/common/authorizations/sealed';
import { CannotWork } from '../../connectors/common/failures';
import { authorizationsOfTenant, mojaloopTenant, traceparent } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const transactionRequestId = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const requestId = '4d7a0c1e-93b5-5c7e-8f21-7c0d9e5b3a64';
const keys = authorizationKeysOf(authorizationsOfTenant('buffalo'));
const asker = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };
const authorizationRequest = {
  ...{ authenticationType: 'OTP', retriesLeft: 2, amount: '102.1', currency: 'TZS' },
};

let mojaloop: RunningMojaloop;
beforeAll(async () => {
  mojaloop = await startMojaloop([mojaloopTenant('buffalo')]);
});
afterAll(() => mojaloop.close());

const answer = (deviceEntry: object) =>
  mojaloop.run('mojaloop:answer-authorization:1', {
    ...{
      tenant: 'buffalo',
      traceparent,
      asker,
      requestId,
      transactionRequestId,
      authorizationRequest,
    },
    deviceEntry,
  });
const sent = () => {
  const { method, url, body, headers } = mojaloop.sent.at(-1) ?? {};
  const destination = headers?.['FSPIOP-Destination'];
  return { method, url, destination, body: JSON.parse(body ?? '{}') as unknown };
};
const toLion = {
  method: 'PUT',
  url: `http://switch.example/authorizations/${transactionRequestId}`,
  destination: 'lionfsp',
};

test('what was entered is sent as the payer’s DFSP asked for it', async () => {
  const sealed = sealEntry(keys, requestId, '040711');
  expect(JSON.stringify(await answer({ responseType: 'ENTERED', sealed }))).toBe('{}');
  const authenticationInfo = { authentication: 'OTP', authenticationValue: '040711' };
  expect(sent()).toEqual({ ...toLion, body: { responseType: 'ENTERED', authenticationInfo } });
});

test.each(['REJECTED', 'RESEND'])('%s is sent as it is', async (responseType) => {
  await answer({ responseType });
  expect(sent()).toEqual({ ...toLion, body: { responseType } });
});

test('what was sealed for another request, or by another tenant, is not sent', async () => {
  const before = mojaloop.sent.length;
  const others = authorizationKeysOf(authorizationsOfTenant('lion'));
  for (const sealed of [
    sealEntry(keys, 'another', '040711'),
    sealEntry(others, requestId, '040711'),
    '040711',
  ]) {
    await expect(answer({ responseType: 'ENTERED', sealed })).rejects.toBeInstanceOf(CannotWork);
  }
  expect(mojaloop.sent.length).toBe(before);
});

test('an entry that is not sealed has no place in the variable', async () => {
  const open = { responseType: 'ENTERED', authenticationInfo: { authenticationValue: '040711' } };
  await expect(answer(open)).rejects.toThrow(/authenticationInfo/);
});

test('ENTERED says what was entered, and nothing else does', async () => {
  const sealed = sealEntry(keys, requestId, '040711');
  await expect(answer({ responseType: 'ENTERED' })).rejects.toThrow(/sealed/);
  await expect(answer({ responseType: 'RESEND', sealed })).rejects.toThrow(/sealed/);
});
