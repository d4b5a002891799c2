/** What a call is about in one line: of its e-mail and webhook in English, of the page as its reader likes it. Pure. */
import type { CallHeadline, CallRecord } from '../../common/contracts/calls';
import { defineWords, storedLanguage, type Language } from '../../common/words/languages';

const times = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const headlineWords = defineWords({
  en: {
    isCut: 'more than could be counted, at least:',
    payments: (count: number, money: string) =>
      `${String(count)} ${times(count, 'payment', 'payments')} of ${money}`,
    unknownAmounts: 'unknown amounts',
    andUnknown: (money: string, count: number) =>
      `${money} (and ${String(count)} of unknown amount)`,
    unseen: 'the hub cannot see whether money is stuck',
    standStill: (count: number) =>
      times(count, '1 process stands still', `${String(count)} processes stand still`),
    stuckFor: (parts: string, age: string) => `${parts}; stuck for ${age}`,
    minutes: (count: number) => `${String(count)} min`,
    hours: (count: number) => `${String(count)} h`,
    days: (count: number) => `${String(count)} days`,
    subject: (tenant: string, headline: string) => `${tenant}: ${headline}`,
    again: (tenant: string, headline: string, number: number) =>
      `${tenant}: ${headline} (call ${String(number)})`,
    byMail: (name: string) => `${name} by e-mail`,
    byWebhook: (name: string) => `${name} by webhook`,
  },
  sw: {
    isCut: 'zaidi ya yanayoweza kuhesabiwa, angalau:',
    payments: (count: number, money: string) => `malipo ${String(count)} ya ${money}`,
    unknownAmounts: 'kiasi kisichojulikana',
    andUnknown: (money: string, count: number) =>
      `${money} (na ${String(count)} ya kiasi kisichojulikana)`,
    unseen: 'kitovu hakiwezi kuona kama kuna fedha zilizokwama',
    standStill: (count: number) =>
      times(count, 'mchakato 1 umekwama', `michakato ${String(count)} imekwama`),
    stuckFor: (parts: string, age: string) => `${parts}; imekwama kwa ${age}`,
    minutes: (count: number) => `dakika ${String(count)}`,
    hours: (count: number) => `saa ${String(count)}`,
    days: (count: number) => `siku ${String(count)}`,
    subject: (tenant: string, headline: string) => `${tenant}: ${headline}`,
    again: (tenant: string, headline: string, number: number) =>
      `${tenant}: ${headline} (wito ${String(number)})`,
    byMail: (name: string) => `${name} kwa barua pepe`,
    byWebhook: (name: string) => `${name} kwa webhook`,
  },
});

export function headlineText(of: CallHeadline, language: Language): string {
  const said = headlineWords[language];
  const { isCut, payments, incidents, unseen, stuckForMs } = of;
  const parts = [
    ...(isCut ? [said.isCut] : []),
    ...(payments > 0 ? [said.payments(payments, moneyText(of, language))] : []),
    ...(incidents > 0 ? [said.standStill(incidents)] : []),
    ...(unseen > 0 ? [said.unseen] : []),
  ];
  return said.stuckFor(parts.join('; '), ageText(stuckForMs, language));
}

function moneyText({ payments, amountsKnown, totals }: CallHeadline, language: Language): string {
  const said = headlineWords[language];
  if (totals.length === 0) return said.unknownAmounts;
  const money = totals.map(({ amount, currency }) => `${amount} ${currency}`).join(', ');
  const unknown = payments - amountsKnown;
  return unknown > 0 ? said.andUnknown(money, unknown) : money;
}

export function ageText(ms: number, language: Language): string {
  const said = headlineWords[language];
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return said.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? said.hours(hours) : said.days(Math.floor(hours / 24));
}

export function subjectText(
  tenant: string,
  headline: string,
  number: number,
  language: Language,
): string {
  const said = headlineWords[language];
  return number > 1 ? said.again(tenant, headline, number) : said.subject(tenant, headline);
}

/** English of a call that an older build has made. */
export function subjectIn(call: CallRecord, language: Language): string {
  const { tenant, number, subject, headline } = call;
  if (language === storedLanguage || headline === undefined) return subject;
  return subjectText(tenant, headlineText(headline, language), number, language);
}

/** Ways stand on the topic as `amina by e-mail`. */
export function wayIn(way: string, language: Language): string {
  const said = headlineWords[language];
  const [, name, how] = /^(.*) by (e-mail|webhook)$/.exec(way) ?? [];
  if (name === undefined) return way;
  return how === 'e-mail' ? said.byMail(name) : said.byWebhook(name);
}
