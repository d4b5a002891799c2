/** What of an act may be written down: no number of a person, but by tokens whom it was about. Pure. */
import { partyIdSchema, type PartyId } from '../../common/contracts/fspiop';

export type TokenOf = (party: PartyId) => string | undefined;

interface Asked {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Written extends Asked {
  /** Of those whom a number names that was asked for, as payments' documents have them. */
  readonly persons: readonly string[];
}

/** Keys of an engine have 16 digits or more; a telephone number has 15 at most. */
const digits = { min: 6, max: 15 };
/** So long it is a number by itself, whatever stands beside it. */
const wholeNumberMin = 10;
/** Digits, with what people write between them: rather once too often. */
const runs = /(?<![0-9a-z])\+?\d(?:[\s().-]*\d)*(?![0-9a-z])/gi;
const notDigits = /[^\d+]+/g;
/** Not taken apart: ids of programs (UUID, ULID), days, with their times too. */
const machineMade = new RegExp(
  [
    /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/,
    /(?<![0-9a-z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9a-z])/,
    /(?<![\d.+-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)?(?![\d-])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);
const mails = /(?<![^\s@,;:<>()"'])[^\s@,;:<>()"']+@[^\s@,;:<>()"']*[^\s@,;:<>()"'.]/g;
const leftOut = '[number]';
const mailLeftOut = '[address]';
/** Numbers of money, which name nobody. */
const amounts: readonly string[] = ['amountFrom', 'amountTo'];
/** Names of those who work here, which may be e-mail addresses: who got what is what the audit is for. */
const colleagues: readonly string[] = ['to', 'person'];

/** @param personalFields of the body: they are left out, whatever is in them */
export function withoutPersons(
  { parameters, body }: Asked,
  personalFields: readonly string[],
  tokenOf: TokenOf,
): Written {
  const parties: PartyId[] = [];
  const found = (party: PartyId) => parties.push(party);
  const cleaned = (value: unknown): unknown => {
    if (typeof value === 'string') return withoutNumbers(withoutMails(value, found), found);
    if (typeof value === 'number') return withoutNumber(value, found);
    if (Array.isArray(value)) return value.map(cleaned);
    if (typeof value !== 'object' || value === null) return value;
    return cleanedObject(value);
  };
  const cleanedObject = (value: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).map(([name, one]: [string, unknown]) => {
        if (amounts.includes(name)) return [name, one];
        const isColleague = colleagues.includes(name) && typeof one === 'string';
        return [name, isColleague ? withoutNumbers(one, found) : cleaned(one)];
      }),
    );
  const personal = isObject(body) ? personalFields.map((name) => body[name]) : [];
  for (const one of personal) {
    const { success, data } = partyIdSchema.safeParse(one);
    if (success) parties.push(data);
    else cleaned(one);
  }
  const isNamed = (name: string) => !personalFields.includes(name);
  const rest = isObject(body)
    ? Object.fromEntries(Object.entries(body).filter(([name]) => isNamed(name)))
    : body;
  const written = {
    parameters: cleanedObject(parameters) as Record<string, string>,
    body: cleaned(rest),
  };
  return { ...written, persons: [...new Set(parties.flatMap((one) => tokenOf(one) ?? []))] };
}

type Found = (party: PartyId) => void;

function withoutMails(text: string, found: Found): string {
  return text.replace(mails, (partyIdentifier) => {
    found({ partyIdType: 'EMAIL', partyIdentifier });
    return mailLeftOut;
  });
}

/** A whole number of JSON: of a corrected variable. */
function withoutNumber(value: number, found: Found): number | string {
  const text = String(value);
  const left = withoutNumbers(text, found);
  return left === text ? value : left;
}

function withoutNumbers(text: string, found: Found): string {
  let left = '';
  let from = 0;
  const apart = (part: string) => part.replace(runs, (run) => withoutRun(run, found));
  for (const { index, 0: kept } of text.matchAll(machineMade)) {
    left += apart(text.slice(from, index)) + kept;
    from = index + kept.length;
  }
  return left + apart(text.slice(from));
}

/** Keys of an engine stay, and part what stands on both sides of them. */
function withoutRun(run: string, found: Found): string {
  const parts = run.split(/(?<!\d)(\d{16,})(?!\d)/);
  const isKey = (at: number) => at % 2 === 1;
  return parts
    .map((part, at) => (isKey(at) ? part : part.replace(runs, (one) => withoutOne(one, found))))
    .join('');
}

/** Of more digits than a number has, each word may be one. */
function withoutOne(run: string, found: Found): string {
  const whole = run.replaceAll(notDigits, '');
  const count = whole.replace('+', '').length;
  if (count < digits.min) return run;
  const isOne = count <= digits.max;
  const words = run.split(notDigits).filter((word) => {
    return word.replace('+', '').length >= (isOne ? wholeNumberMin : digits.min);
  });
  for (const partyIdentifier of new Set([...(isOne ? [whole] : []), ...words])) {
    found({ partyIdType: 'MSISDN', partyIdentifier });
  }
  return leftOut;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
