/** What names somebody may stand in no address: browsers, proxies and logs keep addresses. Pure. */

/** FSPIOP's UUIDs, and the ULIDs of newer versions. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
export const dayPattern = /^\d{4}-\d\d(-\d\d)?$/;

/** An id of programs, which nobody takes for anything else. */
export function isMachineId(text: string): boolean {
  return uuid.test(text) || ulid.test(text);
}

/** Whether a number of somebody, or their address of mail, may be in it: rather once too often. */
export function isPersonal(text: string): boolean {
  return text.includes('@') || hasNumber(text);
}

const digitsOfNumberMin = 7;

/** Of that length: a telephone, an account, a passport. Ids and days are none, nor is an id that is put together of them. */
export function hasNumber(text: string): boolean {
  const words = text.split(/[\s.]+/).filter((word) => !isMachineId(word) && !dayPattern.test(word));
  const runs = words.join(' ').match(/\+?\d[\d\s()-]*/g) ?? [];
  return runs.some((run) => run.replaceAll(/\D/g, '').length >= digitsOfNumberMin);
}
