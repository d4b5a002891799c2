import { defineWords } from '../../common/words/languages';

/** What each decision brings about, and why one is not offered. */
export const choiceWords = defineWords({
  en: {
    again:
      'The step is tried again, and the process goes on if it succeeds. If it fails, it stands still anew.',
    asked: 'The switch is asked once more. No money moves on your word.',
    closed:
      'The hub ends the payment and asks nothing more of the account system. Only for what you have settled there by hand.',
    ofPayer: {
      book: 'The held money leaves the payer’s account, and the payer hears that it is paid.',
      release: 'The held money is the payer’s again, and the payer hears that nothing was paid.',
      reverse: 'Nothing: on the payer’s side nothing was credited.',
    },
    ofPayee: {
      book: 'The payee is credited: it is tried at once.',
      release: 'The payee gets nothing by this transfer.',
      reverse:
        'The switch is asked once more; unless it says COMMITTED, the credit is taken back from the payee’s account.',
    },
    creditedOnWord:
      'The payee is credited on your word. The switch is asked on; if it says ABORTED, the credit is taken back.',
    payeeKeeps: 'The payee keeps the money, whatever the switch says later.',
    decidedAlready: (decision: string) => `${decision} is decided already, and is being done`,
    onlyRetry: 'A process that stands still can only be tried again: decide "retry"',
    noIncident: 'Nothing stands still here: "retry" is for incidents',
    openAre: (why: string, choices: string) => `${why} Open are: ${choices}`,
    nobodyKnows: 'Nobody knows yet whether the transfer is committed or aborted.',
    lastWord: (verdict: string) => `The switch has said its last word: ${verdict}.`,
    nothingCreditedHere: 'Nothing was credited here: this is the payer’s side.',
    payeesRight: 'The switch has committed the transfer: the payee has a right to the money.',
    payeeHasIt:
      'The switch has committed the transfer: the payee has the money, so the payer must be debited.',
    nobodyGets:
      'There is no transfer, or it is aborted: nobody gets the money, so nothing can be booked.',
    noHold:
      'There is no hold to release: the payee was credited, and that is what must be taken back.',
    creditedAlready: 'The payee has been credited already.',
    undoByReverse: 'The payee has been credited: what can be undone is that, by "reverse".',
    nothingOnWord: 'Nothing was credited on an operator’s word, so nothing can be taken back.',
    perhapsOnWord:
      'A credit on an operator’s word may have been made: what can be undone is that, by "reverse".',
  },
  sw: {
    again: 'Hatua inajaribiwa tena, na mchakato unaendelea ikifanikiwa. Ikishindwa, unakwama upya.',
    asked: 'Swichi inaulizwa mara moja tena. Hakuna fedha zinazohama kwa neno lako.',
    closed:
      'Kitovu kinayamaliza malipo na hakiombi kitu kingine kwenye mfumo wa akaunti. Ni kwa yale tu uliyoyasuluhisha huko kwa mkono.',
    ofPayer: {
      book: 'Fedha zilizozuiwa zinatoka kwenye akaunti ya mlipaji, na mlipaji anaambiwa kwamba zimelipwa.',
      release:
        'Fedha zilizozuiwa zinakuwa za mlipaji tena, na mlipaji anaambiwa kwamba hakuna kilicholipwa.',
      reverse: 'Hakuna: upande wa mlipaji hakuna kilichowekwa.',
    },
    ofPayee: {
      book: 'Fedha zinawekwa kwenye akaunti ya mlipwaji: inajaribiwa mara moja.',
      release: 'Mlipwaji hapati chochote kwa uhamisho huu.',
      reverse:
        'Swichi inaulizwa mara moja tena; isiposema COMMITTED, fedha zilizowekwa zinarudishwa kutoka kwenye akaunti ya mlipwaji.',
    },
    creditedOnWord:
      'Fedha zinawekwa kwenye akaunti ya mlipwaji kwa neno lako. Swichi inaendelea kuulizwa; ikisema ABORTED, zinarudishwa.',
    payeeKeeps: 'Mlipwaji anabaki na fedha, hata swichi ikisema nini baadaye.',
    decidedAlready: (decision: string) => `${decision} imeshaamuliwa, na inatekelezwa`,
    onlyRetry: 'Mchakato uliokwama unaweza kujaribiwa tena tu: amua "retry"',
    noIncident: 'Hakuna kilichokwama hapa: "retry" ni ya hitilafu',
    openAre: (why: string, choices: string) => `${why} Zilizo wazi: ${choices}`,
    nobodyKnows: 'Hakuna anayejua bado kama uhamisho umethibitishwa au umebatilishwa.',
    lastWord: (verdict: string) => `Swichi imeshasema neno lake la mwisho: ${verdict}.`,
    nothingCreditedHere: 'Hakuna kilichowekwa hapa: huu ni upande wa mlipaji.',
    payeesRight: 'Swichi imethibitisha uhamisho: mlipwaji ana haki ya fedha hizo.',
    payeeHasIt:
      'Swichi imethibitisha uhamisho: mlipwaji anazo fedha, hivyo lazima zitolewe kwenye akaunti ya mlipaji.',
    nobodyGets:
      'Hakuna uhamisho, au umebatilishwa: hakuna anayepata fedha, hivyo hakuna kinachoweza kuandikishwa.',
    noHold:
      'Hakuna zuio la kuachia: fedha ziliwekwa kwa mlipwaji, na hizo ndizo zinazopaswa kurudishwa.',
    creditedAlready: 'Fedha zimeshawekwa kwenye akaunti ya mlipwaji.',
    undoByReverse:
      'Fedha zimewekwa kwenye akaunti ya mlipwaji: kinachoweza kutenguliwa ni hicho, kwa "reverse".',
    nothingOnWord:
      'Hakuna kilichowekwa kwa neno la mwendeshaji, hivyo hakuna kinachoweza kurudishwa.',
    perhapsOnWord:
      'Huenda fedha ziliwekwa kwa neno la mwendeshaji: kinachoweza kutenguliwa ni hicho, kwa "reverse".',
  },
});
