/** What a merchant's QR code says, chapter 4 of the specification that payload.ts names: whom to pay, how much, what for. */
import type { PartyId } from '../../common/contracts/fspiop';
import {
  add,
  currencyNumber,
  currencyOfNumber,
  currencyDecimals,
  isZero,
  times,
  withoutTrailingZeros,
  type Money,
} from '../../common/money';
import { readObjects, readPayload, UnreadableQrCode, writeObjects, writePayload } from './payload';
import type { QrCodeSettings } from './settings';

/** What the code adds to what is bought. */
type Addition =
  | { readonly kind: 'none' }
  /** The payer is asked for a tip. */
  | { readonly kind: 'tip' }
  | { readonly kind: 'fixed'; readonly fee: Money }
  | { readonly kind: 'percentage'; readonly percentage: string };

export interface MerchantCode {
  readonly payee: PartyId;
  readonly currency: string;
  /** Of what is bought; without it the payer says how much. */
  readonly amount?: Money;
  readonly addition: Addition;
  readonly merchantName: string;
  readonly merchantCity: string;
  /** ISO 18245: what the merchant sells. */
  readonly merchantCategoryCode: string;
  readonly countryCode: string;
  /** The merchant's own references, by what they are. */
  readonly references: Readonly<Partial<Record<Reference, string>>>;
}

const ids = {
  pointOfInitiation: '01',
  merchantCategoryCode: '52',
  currency: '53',
  amount: '54',
  addition: '55',
  fixedFee: '56',
  percentage: '57',
  countryCode: '58',
  merchantName: '59',
  merchantCity: '60',
  additionalData: '62',
} as const;

/** Of the template 62. */
const referenceIds = {
  billNumber: '01',
  storeLabel: '03',
  referenceLabel: '05',
  customerLabel: '06',
  terminalLabel: '07',
  purpose: '08',
} as const;
export type Reference = keyof typeof referenceIds;

/** What stands in a reference that the app is to ask the payer for. */
const toBeAsked = '***';

const merchantTemplates = { first: 26, last: 51 };

/** @throws UnreadableQrCode */
export function readMerchantCode(text: string, settings: QrCodeSettings): MerchantCode {
  const objects = readPayload(text);
  const required = (id: string, form: RegExp, what: string) => {
    const value = objects.get(id);
    if (value === undefined) throw new UnreadableQrCode(`says no ${what} (data object ${id})`);
    if (!form.test(value)) throw new UnreadableQrCode(`has no ${what} in data object ${id}`);
    return value;
  };
  const currency = currencyOfNumber(required(ids.currency, /^\d{3}$/, 'currency'));
  if (currency === undefined) throw new UnreadableQrCode('is in a currency that ISO 4217 has not');
  const money = (id: string, what: string) =>
    objects.has(id) ? moneyOf(required(id, /^\d{1,13}(\.\d{0,4})?$/, what), currency) : undefined;
  const amount = money(ids.amount, 'amount');
  if (amount !== undefined && isZero(amount)) throw new UnreadableQrCode('is for an amount of 0');
  const additional = objects.get(ids.additionalData);
  return {
    payee: merchantOf(objects, settings),
    currency,
    ...(amount && { amount }),
    addition: additionOf(objects.get(ids.addition), {
      fee: money(ids.fixedFee, 'fee'),
      percentage: objects.get(ids.percentage),
    }),
    merchantName: required(ids.merchantName, /./, "merchant's name"),
    merchantCity: required(ids.merchantCity, /./, "merchant's city"),
    merchantCategoryCode: required(ids.merchantCategoryCode, /^\d{4}$/, 'category code'),
    countryCode: required(ids.countryCode, /^[A-Z]{2}$/, 'country'),
    references: additional === undefined ? {} : referencesOf(additional),
  };
}

/** The party in the one template that is the scheme's: its first field says whose it is. */
function merchantOf(
  objects: ReadonlyMap<string, string>,
  { scheme, partyIdType, partyIdentifierField, partySubIdOrTypeField }: QrCodeSettings,
): PartyId {
  const ofScheme = [...objects]
    .filter(([id]) => Number(id) >= merchantTemplates.first && Number(id) <= merchantTemplates.last)
    .map(([id, template]) => readObjects(template, `the merchant account ${id}`))
    .filter((fields) => fields.get('00')?.toLowerCase() === scheme.toLowerCase());
  const [fields] = ofScheme;
  if (fields === undefined) throw new UnreadableQrCode(`has no merchant account of ${scheme}`);
  if (ofScheme.length > 1) throw new UnreadableQrCode(`has two merchant accounts of ${scheme}`);
  const partyIdentifier = fields.get(partyIdentifierField);
  if (partyIdentifier === undefined) {
    throw new UnreadableQrCode(`names no merchant (field ${partyIdentifierField} of ${scheme})`);
  }
  const partySubIdOrType = fields.get(partySubIdOrTypeField);
  return {
    partyIdType,
    partyIdentifier,
    ...(partySubIdOrType !== undefined && { partySubIdOrType }),
  };
}

function additionOf(
  indicator: string | undefined,
  { fee, percentage }: { readonly fee: Money | undefined; readonly percentage: string | undefined },
): Addition {
  if (indicator === undefined) return { kind: 'none' };
  if (indicator === '01') return { kind: 'tip' };
  if (indicator === '02' && fee !== undefined) return { kind: 'fixed', fee };
  if (indicator === '03' && percentage !== undefined && /^\d{1,2}(\.\d{1,2})?$/.test(percentage)) {
    return { kind: 'percentage', percentage };
  }
  throw new UnreadableQrCode('does not say how much its tip or fee is (data objects 55 to 57)');
}

function referencesOf(template: string): MerchantCode['references'] {
  const fields = readObjects(template, 'the additional data');
  const named = Object.entries(referenceIds).map(([name, id]) => [name, fields.get(id)] as const);
  return Object.fromEntries(
    named.filter(([, value]) => value !== undefined && value !== toBeAsked),
  );
}

/** `98.`, `0098.50` and `98.5` are one amount. */
function moneyOf(written: string, currency: string): Money {
  const plain = written.replace(/\.$/, '').replace(/^0+(?=\d)/, '');
  return { amount: withoutTrailingZeros(plain), currency };
}

/** What the payer pays for something of that price. */
export function priceOf({ addition }: MerchantCode, amount: Money, tip: Money | undefined): Money {
  switch (addition.kind) {
    case 'none':
      return amount;
    case 'tip':
      return tip === undefined ? amount : add(amount, tip);
    case 'fixed':
      return add(amount, addition.fee);
    case 'percentage': {
      const decimals = currencyDecimals(amount.currency) ?? 0;
      return add(amount, times(amount, addition.percentage, { decimals, per: 100 }));
    }
  }
}

/** @throws RangeError when something is too long for a code, or the currency has no number */
export function writeMerchantCode(code: MerchantCode, settings: QrCodeSettings): string {
  const { payee, currency, amount, addition, references } = code;
  const { scheme, partyIdentifierField, partySubIdOrTypeField } = settings;
  const number = currencyNumber(currency);
  if (number === undefined) throw new RangeError(`${currency} has no number in ISO 4217`);
  const account = present([
    ['00', scheme],
    [partyIdentifierField, payee.partyIdentifier],
    [partySubIdOrTypeField, payee.partySubIdOrType],
  ]);
  const additional = present(
    Object.entries(referenceIds).map(([name, id]) => [id, references[name as Reference]]),
  );
  return writePayload(
    present([
      [ids.pointOfInitiation, amount === undefined ? '11' : '12'],
      [String(merchantTemplates.first), writeObjects(account)],
      [ids.merchantCategoryCode, code.merchantCategoryCode],
      [ids.currency, number],
      [ids.amount, amount?.amount],
      [ids.addition, { none: undefined, tip: '01', fixed: '02', percentage: '03' }[addition.kind]],
      [ids.fixedFee, addition.kind === 'fixed' ? addition.fee.amount : undefined],
      [ids.percentage, addition.kind === 'percentage' ? addition.percentage : undefined],
      [ids.countryCode, code.countryCode],
      [ids.merchantName, code.merchantName],
      [ids.merchantCity, code.merchantCity],
      [ids.additionalData, additional.size === 0 ? undefined : writeObjects(additional)],
    ]),
  );
}

function present(
  entries: readonly (readonly [string, string | undefined])[],
): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])),
  );
}
