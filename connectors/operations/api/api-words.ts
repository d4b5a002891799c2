import { defineWords } from '../../common/words/languages';

/** What several handlers say when they do not do what was asked. */
export const apiWords = defineWords({
  en: {
    notAudited: 'What you ask for cannot be written to the audit, so it is not done',
    noElasticsearch: 'Elasticsearch, where payments are looked for, gives no answer now',
    otherList: 'is not of a page of this list: begin without it',
    otherSearch: 'is not of a page of this search: begin without it',
    noInstant: 'is no date and time',
    reversed: 'comes before that from which it is asked',
    withoutSecret:
      'Nobody is found by a number here: set PAYMENT_EVENTS_PERSON_SECRET to that of the role payment-events',
    needsRole: (role: string, claim: string) =>
      `It takes the role ${role} for this tenant: your token's \`${claim}\` does not list it`,
    noPayment: (tenant: string) =>
      `${tenant} has no payment with this transactionId or transferId. One that was asked for within the last seconds may not be here yet.`,
    kafkaSilent: 'Kafka does not say how things stand, so nothing is done',
    kafkaUncertain:
      'Kafka has not said whether it has taken it: send it again, with the same id if you gave one',
    incidentsLeftOut:
      'Incidents whose message names no payment may be missing here: Elasticsearch, which knows whose they are, gives no answer now. Look again in a minute.',
    whoseIsNotKnown:
      'Nothing was done: it cannot be seen now whose incident this is. Elasticsearch, which knows it, gives no answer. Try again in a minute.',
    hasTaken: (name: string) => `${name} has taken it`,
    mustApproveOther: (name: string) => `${name} has decided it: another person must approve it`,
    /** zod's own words, for what openapi.yaml lets through. */
    notAllowed: (message: string) => message,
  },
  sw: {
    notAudited: 'Unachoomba hakiwezi kuandikwa kwenye ukaguzi, hivyo hakifanyiki',
    noElasticsearch: 'Elasticsearch, ambapo malipo hutafutwa, haijibu sasa',
    otherList: 'si ya ukurasa wa orodha hii: anza bila hiyo',
    otherSearch: 'si ya ukurasa wa utafutaji huu: anza bila hiyo',
    noInstant: 'si tarehe na saa',
    reversed: 'iko kabla ya ile ya kuanzia iliyoulizwa',
    withoutSecret:
      'Hapa mtu hapatikani kwa namba: weka PAYMENT_EVENTS_PERSON_SECRET iwe ile ya jukumu payment-events',
    needsRole: (role: string, claim: string) =>
      `Linahitajika jukumu la ${role} kwa taasisi hii: \`${claim}\` ya tokeni yako hailitaji`,
    noPayment: (tenant: string) =>
      `${tenant} haina malipo yenye transactionId au transferId hii. Yaliyoombwa sekunde chache zilizopita huenda hayajafika hapa bado.`,
    kafkaSilent: 'Kafka haisemi hali ilivyo, hivyo hakuna kilichofanyika',
    kafkaUncertain:
      'Kafka haijasema kama imepokea: tuma tena, kwa kitambulisho kilekile kama ulikitoa',
    incidentsLeftOut:
      'Matukio ambayo ujumbe wake hautaji malipo huenda hayapo hapa: Elasticsearch, inayojua ni ya nani, haijibu sasa. Tazama tena baada ya dakika moja.',
    whoseIsNotKnown:
      'Hakuna kilichofanyika: haionekani sasa tukio hili ni la nani. Elasticsearch, inayoijua, haijibu. Jaribu tena baada ya dakika moja.',
    hasTaken: (name: string) => `${name} ameichukua`,
    mustApproveOther: (name: string) => `${name} ndiye aliyeamua: mtu mwingine lazima aidhinishe`,
    notAllowed: () => 'haikubaliki',
  },
});
