import { defineWords } from '../../common/words/languages';

/** Of what the engine did, and by which diagrams. */
export const elementWords = defineWords({
  en: {
    othersRead: 'The elements of other payments are being read: ask again when they have been',
    notKept:
      'The engine’s records of this payment are not in Elasticsearch, or not any more: they are kept for 90 days unless INDEXER_RECORDS_RETENTION says otherwise. What happened is still told by the payment’s story.',
    tooMany: (most: number, indices: string) =>
      `More than ${String(most)} records of one kind tell of this payment: look at them in the indices ${indices}`,
    tooDeep: (most: number, indices: string) =>
      `Processes of this payment call each other more than ${String(most)} deep: look at them in the indices ${indices}`,
    notRunBy: 'This payment did not run by such a process',
    notRunByAny: 'No payment of this tenant ran by such a process',
    notSeen:
      'The payment ran by it, and no indexer has seen how it was deployed: deploy the indexer beside each engine',
  },
  sw: {
    othersRead: 'Hatua za malipo mengine zinasomwa: uliza tena zikishasomwa',
    notKept:
      'Kumbukumbu za injini za malipo haya hazipo kwenye Elasticsearch, au hazipo tena: huhifadhiwa siku 90 isipokuwa INDEXER_RECORDS_RETENTION imewekwa vingine. Kilichotokea bado kinaelezwa na historia ya malipo.',
    tooMany: (most: number, indices: string) =>
      `Kumbukumbu zaidi ya ${String(most)} za aina moja zinahusu malipo haya: zitazame kwenye faharasa ${indices}`,
    tooDeep: (most: number, indices: string) =>
      `Michakato ya malipo haya huitana kwa kina zaidi ya ${String(most)}: itazame katika faharasa ${indices}`,
    notRunBy: 'Malipo haya hayakupitia mchakato kama huo',
    notRunByAny: 'Hakuna malipo ya taasisi hii yaliyopitia mchakato kama huo',
    notSeen:
      'Malipo yalipitia mchakato huo, na hakuna indexer iliyoona jinsi ulivyowekwa: weka indexer kando ya kila injini',
  },
});
