import fc from 'fast-check';
import { serializeIlpPayment } from 'ilp-packet-v1';
import { fromMinorUnits, toMinorUnits } from '../../common/money';
import { openAgreement, sealAgreement, type Transaction } from './agreement';
import { decodePacket, encodeV1, encodeV4 } from '../../common/ilp/packet';

const secret = 'a secret of the buffalo';
const transaction: Transaction = {
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
  payee: {
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002', fspId: 'buffalo' },
  },
  payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001', fspId: 'lion' } },
  amount: { amount: '100.12', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  expiration: '2026-11-21T10:25:00.123Z',
};

/** What Mojaloop's own SDK (sdk-standard-components 19.19.1) makes of this transaction and secret. */
const madeByMojaloop = {
  1: {
    fulfilment: 'ppc2R0eUeF1QKTdHpVvRqCtoB1_vr9FYB1-7iSmF4wc',
    condition: 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U',
    ilpPacket: [
      'AYICpgAAAAAAACccHWcuYnVmZmFsby5tc2lzZG4uMjU1NzAwMDAwMDAyggJ8ZXlKaGJXOTFiblFpT25zaVlXMXZk',
      'VzUwSWpvaU1UQXdMakV5SWl3aVkzVnljbVZ1WTNraU9pSlVXbE1pZlN3aVpYaHdhWEpoZEdsdmJpSTZJakl3TWpZ',
      'dE1URXRNakZVTVRBNk1qVTZNREF1TVRJeldpSXNJbkJoZVdWbElqcDdJbkJoY25SNVNXUkpibVp2SWpwN0ltWnpj',
      'RWxrSWpvaVluVm1abUZzYnlJc0luQmhjblI1U1dSVWVYQmxJam9pVFZOSlUwUk9JaXdpY0dGeWRIbEpaR1Z1ZEds',
      'bWFXVnlJam9pTWpVMU56QXdNREF3TURBeUluMTlMQ0p3WVhsbGNpSTZleUp3WVhKMGVVbGtTVzVtYnlJNmV5Sm1j',
      'M0JKWkNJNklteHBiMjRpTENKd1lYSjBlVWxrVkhsd1pTSTZJazFUU1ZORVRpSXNJbkJoY25SNVNXUmxiblJwWm1s',
      'bGNpSTZJakkxTlRjd01EQXdNREF3TVNKOWZTd2ljWFZ2ZEdWSlpDSTZJamRqTWpObE9EQmpMV1F3TnpndE5EQTNO',
      'eTA0TWpZekxUSmpNRFEzT0RjMlptTm1OaUlzSW5SeVlXNXpZV04wYVc5dVNXUWlPaUk0TldabFlXTXlaaTB6T1dJ',
      'eUxUUTVNV0l0T0RFM1pTMDBZVEF6TWpBelpEUm1NVFFpTENKMGNtRnVjMkZqZEdsdmJsUjVjR1VpT25zaWFXNXBk',
      'R2xoZEc5eUlqb2lVRUZaUlZJaUxDSnBibWwwYVdGMGIzSlVlWEJsSWpvaVEwOU9VMVZOUlZJaUxDSnpZMlZ1WVhK',
      'cGJ5STZJbFJTUVU1VFJrVlNJbjE5AA',
    ].join(''),
  },
  4: {
    fulfilment: 'gAYsb4Gv5dgps3LKoWxt31fHvG8ZwtvN7yTQVgHxnY8',
    condition: 'B8SEUtAjy2C5LWh3YyujHHKNpQcM1eAJjdQ7xsWKzsc',
    ilpPacket: [
      'DIICwwAAAAAAACccMjAyNjExMjExMDI1MDAxMjMHxIRS0CPLYLktaHdjK6Mcco2lBwzV4AmN1DvGxYrOxwpnLm1v',
      'amFsb29wggJ8ZXlKaGJXOTFiblFpT25zaVlXMXZkVzUwSWpvaU1UQXdMakV5SWl3aVkzVnljbVZ1WTNraU9pSlVX',
      'bE1pZlN3aVpYaHdhWEpoZEdsdmJpSTZJakl3TWpZdE1URXRNakZVTVRBNk1qVTZNREF1TVRJeldpSXNJbkJoZVdW',
      'bElqcDdJbkJoY25SNVNXUkpibVp2SWpwN0ltWnpjRWxrSWpvaVluVm1abUZzYnlJc0luQmhjblI1U1dSVWVYQmxJ',
      'am9pVFZOSlUwUk9JaXdpY0dGeWRIbEpaR1Z1ZEdsbWFXVnlJam9pTWpVMU56QXdNREF3TURBeUluMTlMQ0p3WVhs',
      'bGNpSTZleUp3WVhKMGVVbGtTVzVtYnlJNmV5Sm1jM0JKWkNJNklteHBiMjRpTENKd1lYSjBlVWxrVkhsd1pTSTZJ',
      'azFUU1ZORVRpSXNJbkJoY25SNVNXUmxiblJwWm1sbGNpSTZJakkxTlRjd01EQXdNREF3TVNKOWZTd2ljWFZ2ZEdW',
      'SlpDSTZJamRqTWpObE9EQmpMV1F3TnpndE5EQTNOeTA0TWpZekxUSmpNRFEzT0RjMlptTm1OaUlzSW5SeVlXNXpZ',
      'V04wYVc5dVNXUWlPaUk0TldabFlXTXlaaTB6T1dJeUxUUTVNV0l0T0RFM1pTMDBZVEF6TWpBelpEUm1NVFFpTENK',
      'MGNtRnVjMkZqZEdsdmJsUjVjR1VpT25zaWFXNXBkR2xoZEc5eUlqb2lVRUZaUlZJaUxDSnBibWwwYVdGMGIzSlVl',
      'WEJsSWpvaVEwOU9VMVZOUlZJaUxDSnpZMlZ1WVhKcGJ5STZJbFJTUVU1VFJrVlNJbjE5',
    ].join(''),
  },
} as const;

const versions = [1, 4] as const;
const beginnings = { 1: /^AY/, 4: /^DI/ } as const;

describe.each(versions)('a version %d agreement', (version) => {
  test('is sealed and fulfilled byte for byte as Mojaloop’s SDK does it', () => {
    const { fulfilment, ...sealed } = madeByMojaloop[version];
    expect(sealAgreement(transaction, secret, version)).toEqual(sealed);
    expect(openAgreement(sealed.ilpPacket, secret)).toEqual({
      transaction,
      amountMatches: true,
      condition: sealed.condition,
      fulfilment,
    });
  });

  test('can be read but not fulfilled with another secret', () => {
    const { ilpPacket, condition } = sealAgreement(transaction, secret, version);
    const opened = openAgreement(ilpPacket, 'a secret of the hyena!');
    expect(opened?.transaction).toEqual(transaction);
    expect(opened?.condition).not.toBe(condition);
  });

  test('gives every transaction its own condition, and the same one each time', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 18n });
    const identifier = fc
      .string({ minLength: 1, maxLength: 128 })
      .filter((id) => !/^\.{1,2}$/.test(id));
    fc.assert(
      fc.property(amount, identifier, (minorUnits, id) => {
        const one: Transaction = {
          ...transaction,
          payee: { partyIdInfo: { partyIdType: 'ALIAS', partyIdentifier: id, fspId: 'buffalo' } },
          amount: fromMinorUnits(minorUnits, 'TZS'),
        };
        const sealed = sealAgreement(one, secret, version);
        expect(sealAgreement(structuredClone(one), secret, version)).toEqual(sealed);
        expect(sealed.ilpPacket).toMatch(beginnings[version]);
        expect(sealed.condition).toMatch(/^[\w-]{43}$/);
        const opened = openAgreement(sealed.ilpPacket, secret);
        expect(opened).toMatchObject({
          transaction: one,
          amountMatches: true,
          condition: sealed.condition,
        });
        const other = { ...one, amount: fromMinorUnits(minorUnits + 1n, 'TZS') };
        expect(sealAgreement(other, secret, version).condition).not.toBe(sealed.condition);
      }),
    );
  });

  test('carries every amount to the last smallest unit, in currencies of 0, 2 and 3 decimals', () => {
    const inCurrency = (currency: string, largest: bigint) =>
      fc.bigInt(0n, largest).map((minorUnits) => ({ currency, minorUnits }));
    // FSPIOP's 18 digits, or the 64 bits of ILP where those are less.
    const money = fc.oneof(
      inCurrency('JPY', 10n ** 18n - 1n),
      inCurrency('TZS', 2n ** 64n - 1n),
      inCurrency('KWD', 2n ** 64n - 1n),
      inCurrency('TND', 2n ** 64n - 1n),
    );
    fc.assert(
      fc.property(money, ({ currency, minorUnits }) => {
        const amount = fromMinorUnits(minorUnits, currency);
        const { ilpPacket } = sealAgreement({ ...transaction, amount }, secret, version);
        expect(decodePacket(ilpPacket)?.minorUnits).toBe(minorUnits);
        expect(openAgreement(ilpPacket, secret)).toMatchObject({
          amountMatches: true,
          transaction: { amount },
        });
      }),
    );
  });

  test('is refused where its amount does not fit into an ILP packet', () => {
    const huge = { amount: '184467440737095516.16', currency: 'TZS' };
    expect(() => sealAgreement({ ...transaction, amount: huge }, secret, version)).toThrow(
      RangeError,
    );
    const largest = { amount: '184467440737095516.15', currency: 'TZS' };
    const { ilpPacket } = sealAgreement({ ...transaction, amount: largest }, secret, version);
    expect(decodePacket(ilpPacket)?.minorUnits).toBe(2n ** 64n - 1n);
    expect(toMinorUnits(largest)).toBe(2n ** 64n - 1n);
  });

  test('is refused where its amount has parts of the smallest unit', () => {
    const tooFine = { amount: '1.001', currency: 'TZS' };
    expect(() => sealAgreement({ ...transaction, amount: tooFine }, secret, version)).toThrow(
      RangeError,
    );
  });
});

test.each([
  ['JPY', '12', 12n],
  ['BHD', '1.234', 1234n],
  ['TZS', '0.01', 1n],
])('%s %s is %d in the packet', (currency, amount, minorUnits) => {
  const { ilpPacket } = sealAgreement({ ...transaction, amount: { amount, currency } }, secret, 1);
  expect(decodePacket(ilpPacket)?.minorUnits).toBe(minorUnits);
});

test('a packet whose own amount is not the transaction’s says so', () => {
  const transactionJson = JSON.stringify(transaction);
  const v1 = encodeV1({ minorUnits: 1n, account: 'g.buffalo', transactionJson });
  const condition = Buffer.alloc(32);
  const v4 = encodeV4({ minorUnits: 1n, condition, expiresAt: 1e12, transactionJson });
  expect(openAgreement(v1, secret)?.amountMatches).toBe(false);
  expect(openAgreement(v4, secret)?.amountMatches).toBe(false);
});

test('an amount that no currency has does not match, and does not throw', () => {
  const odd = { ...transaction, amount: { amount: '1.0001', currency: 'TZS' } };
  const packet = encodeV1({ minorUnits: 100n, account: 'g', transactionJson: JSON.stringify(odd) });
  expect(openAgreement(packet, secret)?.amountMatches).toBe(false);
});

test('a packet without a transaction in it is none of ours', () => {
  for (const transactionJson of ['', 'null', '{}', 'garbage', '{"transactionId":1}']) {
    const packet = encodeV1({ minorUnits: 1n, account: 'g.x', transactionJson });
    expect(openAgreement(packet, secret)).toBeUndefined();
  }
});

test('a packet whose transaction is not UTF-8 is no packet: another text is not another’s seal', () => {
  const text = JSON.stringify({ ...transaction, note: 'Café' });
  const packetOf = (bytes: Buffer) =>
    serializeIlpPayment({
      amount: '1',
      account: 'g.x',
      data: Buffer.from(bytes.toString('base64url')),
    }).toString('base64url');
  expect(decodePacket(packetOf(Buffer.from(text)))?.transactionJson).toBe(text);
  expect(decodePacket(packetOf(Buffer.from(text, 'latin1')))).toBeUndefined();
});

test('garbage is no packet, however it begins and wherever it is cut', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(fc.constantFrom(0x01, 0x0c, 0x0d, 0x00), bytes, (first, rest) => {
      const text = Buffer.from([first, ...rest]).toString('base64url');
      expect(openAgreement(text, secret)).toBeUndefined();
    }),
  );
  for (const version of versions) {
    const { ilpPacket } = sealAgreement(transaction, secret, version);
    for (let length = 0; length < ilpPacket.length - 4; length += 37) {
      expect(openAgreement(ilpPacket.slice(0, length), secret)).toBeUndefined();
    }
  }
});
