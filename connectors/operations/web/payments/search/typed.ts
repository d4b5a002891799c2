/** What somebody may mean who types into the one box. Pure. */
import { dayPattern, isMachineId, isPersonal } from '../../kit/personal';
import type { Asked } from './query';

export type Typed =
  | { readonly kind: 'nothing' }
  /** Of a payment or of something of it: asked for alone. */
  | { readonly kind: 'id'; readonly text: string; readonly search: Asked }
  /** A number of somebody, so that it may stand in no address. */
  | { readonly kind: 'personal'; readonly search: Asked }
  | { readonly kind: 'words'; readonly text: string }
  /** `0712...`: nobody knows of which country. */
  | { readonly kind: 'number-without-country' };

const charactersMax = 400;
const mail = /^[^\s@]+@[^\s@]+$/;
/** As people write telephone numbers. */
const phone = /^\+?[\d\s().-]+$/;
const keyOfEngine = /^\d{16,20}$/;
const idLengthMin = 4;

/** @param countryCode of numbers that begin with a zero: `255` */
export function readTyped(typed: string, countryCode: string | undefined): Typed {
  const text = typed.trim().replaceAll(/\s+/g, ' ').slice(0, charactersMax);
  if (text === '') return { kind: 'nothing' };
  if (mail.test(text)) return personal({ party: { partyIdType: 'EMAIL', partyIdentifier: text } });
  if (phone.test(text) && !dayPattern.test(text)) {
    const read = readPhone(text, countryCode);
    if (read !== undefined) return read;
  }
  // The audit keeps ids, and no free text: what has only digits may be somebody's.
  if (keyOfEngine.test(text)) return { kind: 'id', text, search: { text } };
  if (isLikeId(text)) return { kind: 'id', text, search: { id: text } };
  return isPersonal(text) ? personal({ text }) : { kind: 'words', text };
}

const personal = (search: Asked): Typed => ({ kind: 'personal', search });

/** Shorter ones may be amounts, longer ones are an engine's: free text looks in both. E.164 has 15 digits at most. */
function readPhone(text: string, countryCode: string | undefined): Typed | undefined {
  const digits = text.replaceAll(/\D/g, '');
  const by = (number: string) =>
    personal({ party: { partyIdType: 'MSISDN', partyIdentifier: number } });
  if (digits.length > 15 || digits.length < 7) return undefined;
  if (text.startsWith('+')) return by(digits);
  if (digits.startsWith('00')) return by(digits.slice(2));
  if (digits.startsWith('0')) {
    return countryCode === undefined
      ? { kind: 'number-without-country' }
      : by(`${countryCode}${digits.slice(1)}`);
  }
  const isAmount = /[.]\d{1,4}$/.test(text);
  return digits.length >= 10 && !isAmount ? by(digits) : undefined;
}

function isLikeId(text: string): boolean {
  if (/[\s+]/.test(text) || text.length < idLengthMin || text.length > 128) return false;
  return isMachineId(text) || (/\d/.test(text) && /[a-z]/i.test(text));
}

/** Where the machine stands, its bank's customers mostly do too. */
const countryCodes: Readonly<Record<string, string>> = {
  'Africa/Dar_es_Salaam': '255',
  'Africa/Nairobi': '254',
  'Africa/Kampala': '256',
  'Africa/Kigali': '250',
  'Africa/Bujumbura': '257',
  'Africa/Lusaka': '260',
  'Africa/Blantyre': '265',
  'Africa/Maputo': '258',
  'Africa/Harare': '263',
  'Africa/Addis_Ababa': '251',
};

export function countryCodeOf(timeZone: string): string | undefined {
  return countryCodes[timeZone];
}
