import { defineWords } from '../../common/words/languages';

/** What the page's own server says when it does not do what was asked. */
export const pageServerWords = defineWords({
  en: {
    noSession: 'There is no session: sign in',
    noPerson: 'The token names no person',
    noFile: 'The page has no such file: load it anew',
    notBuilt: (whatToDo: string) => `The page is not there. ${whatToDo}`,
    tooManyPages: 'Too many pages are open',
    apis: { feeRules: 'fee rules', obligations: 'obligations' },
    notConnected: (what: string) => `This page is not connected with ${what}`,
    noSuchPath: 'The API has no such path',
    noSuchAddress: 'The page has no such address',
    needsRole: 'It takes a role for this tenant',
    notRenewed: 'The identity provider does not renew your token now',
    onlyOwnPage: 'Only the operators’ page itself may ask for this',
    headerMissing: (header: string) => `The header ${header}: 1 is missing`,
    otherOrigin: 'It comes from another origin than the operators’ page',
    ownPath: (path: string) => `must be a path of the page: ${path}...`,
    notEnded:
      'Kafka has not said that it has taken that the session is over, so copies of it may go on: send it again',
  },
  sw: {
    noSession: 'Hakuna kipindi kilicho wazi: ingia',
    noPerson: 'Tokeni haimtaji mtu yeyote',
    noFile: 'Ukurasa hauna faili kama hilo: upakie upya',
    notBuilt: (whatToDo: string) => `Ukurasa haupo. ${whatToDo}`,
    tooManyPages: 'Kurasa nyingi mno ziko wazi',
    apis: { feeRules: 'kanuni za ada', obligations: 'madeni kati ya benki' },
    notConnected: (what: string) => `Ukurasa huu haujaunganishwa na ${what}`,
    noSuchPath: 'API haina njia kama hiyo',
    noSuchAddress: 'Ukurasa hauna anwani kama hiyo',
    needsRole: 'Linahitajika jukumu kwa taasisi hii',
    notRenewed: 'Mtoa utambulisho hasasishi tokeni yako sasa',
    onlyOwnPage: 'Ukurasa wa waendeshaji wenyewe pekee ndio unaoweza kuomba hili',
    headerMissing: (header: string) => `Kichwa ${header}: 1 hakipo`,
    otherOrigin: 'Imetoka asili nyingine, si ukurasa wa waendeshaji',
    ownPath: (path: string) => `lazima iwe njia ya ukurasa: ${path}...`,
    notEnded:
      'Kafka haijasema kwamba imepokea kuwa kipindi kimeisha, hivyo nakala zake huenda zikaendelea: tuma tena',
  },
});
