import type { RecordedCall } from '../../simulators/fineract/control-client';
import type { LoggedMessage } from '../../simulators/switch/message-log';
import { stepsOfFineract, stepsOfSwitch } from './steps';

const transferId = '249f56e5-5e0b-5b0e-9d57-27f12afdea4d';
let sequence = 0;

function message(
  direction: 'in' | 'out',
  fsp: string,
  request: string,
  body: object | '' = '',
): LoggedMessage {
  const [method = '', path = ''] = request.split(' ');
  sequence += 1;
  const text = body === '' ? '' : JSON.stringify(body);
  return {
    sequence,
    atMs: sequence,
    direction,
    fsp,
    method,
    path,
    headers: {},
    body: text,
    status: 202,
  };
}

function call(more: Partial<RecordedCall>): RecordedCall {
  const body = JSON.stringify({
    transactionRole: 'PAYER',
    amount: { amount: '100.12', currency: 'TZS' },
  });
  return {
    atMs: 1,
    tenant: 'lion',
    method: 'POST',
    url: '',
    idempotencyKey: undefined,
    status: 200,
    body,
    ...more,
  };
}

describe('the steps of the switch', () => {
  test('tell a message that is passed on as one step, in words', () => {
    const steps = stepsOfSwitch([
      message('in', 'lion', 'GET /parties/MSISDN/255700000002'),
      message('out', 'buffalo', 'GET /parties/MSISDN/255700000002'),
    ]);
    expect(steps).toMatchObject([
      {
        way: 'lion → switch → buffalo',
        words: 'who has 255700000002?',
        protocol: 'GET /parties/MSISDN/255700000002',
      },
    ]);
  });

  test('tell what the switch itself says as a step of its own', () => {
    const path = `PUT /transfers/${transferId}`;
    const steps = stepsOfSwitch([
      message('in', 'buffalo', path, { transferState: 'RESERVED' }),
      message('out', 'lion', path, { transferState: 'COMMITTED' }),
      message('out', 'buffalo', path.replace('PUT', 'PATCH'), { transferState: 'COMMITTED' }),
    ]);
    expect(steps.map(({ way, words, protocol }) => [way, words, protocol])).toEqual([
      ['buffalo → switch', 'agreed, here is the proof (fulfilment)', 'PUT /transfers/249f56e5…'],
      ['switch → lion', 'the payment stands: COMMITTED', 'PUT /transfers/249f56e5…'],
      ['switch → buffalo', 'the payment stands: COMMITTED', 'PATCH /transfers/249f56e5…'],
    ]);
  });

  test('give the code and the beginning of an error', () => {
    const errorInformation = {
      errorCode: '3204',
      errorDescription: `Party not found${'.'.repeat(90)}`,
    };
    const [step] = stepsOfSwitch([
      message('out', 'lion', 'PUT /parties/MSISDN/1/error', { errorInformation }),
    ]);
    expect(step?.words).toMatch(/^no: Party not found\.+… \(3204\)$/);
    expect(step?.words.length).toBeLessThan(60);
  });
});

describe('the steps of Fineract', () => {
  test('tell what moves money and leave out what only looks', () => {
    const steps = stepsOfFineract('lion', [
      call({ method: 'GET', url: 'interoperation/accounts/LION-1', body: '' }),
      call({ url: 'interoperation/transfers?action=PREPARE' }),
      call({ url: 'interoperation/transfers?action=CREATE' }),
    ]);
    expect(steps.map(({ way, words }) => `${way}: ${words}`)).toEqual([
      'lion · Fineract: hold 100.12 TZS',
      'lion · Fineract: take the held 100.12 TZS',
    ]);
  });

  test('tell a refusal', () => {
    const prepare = call({ url: 'interoperation/transfers?action=PREPARE', status: 403 });
    const [step] = stepsOfFineract('lion', [prepare]);
    expect(step).toMatchObject({
      words: 'hold 100.12 TZS Refused',
      protocol: 'POST /transfers?action=PREPARE 403',
    });
  });

  test('tell a command that is sent again under its key as the question that it is', () => {
    const prepare = call({ url: 'interoperation/transfers?action=PREPARE', idempotencyKey: 'P1' });
    const words = stepsOfFineract('lion', [prepare, prepare]).map((step) => step.words);
    expect(words).toEqual(['hold 100.12 TZS', 'what did it say to: hold 100.12 TZS?']);
  });
});
