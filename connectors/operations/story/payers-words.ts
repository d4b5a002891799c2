import { defineWords } from '../../common/words/languages';

/** The payment as the payer's bank tells it. `payment`, `bank` and `held` are put in as they begin a sentence, or stand within it. */
export const payersWords = defineWords({
  en: {
    untouched: 'On the payer’s account. Nothing has been set aside or taken.',
    asked: (payment: string) => `${payment} was asked for.`,
    shown: 'The payer has been shown the amount and the charge and has not answered yet.',
    payerAnswers:
      'The payer accepts or refuses. If no answer comes in time, the payment ends and nothing is taken.',
    setAside: (bank: string, held: string) =>
      `${bank} has set ${held} aside on the payer’s account.`,
    stillSetAside: (held: string, rest: string) =>
      `${held} is set aside on the payer’s account: the payer cannot spend it. ${rest}`,
    beingDebited: 'The payer’s account is being debited.',
    cannotGoBack: 'It cannot go back to the payer any more.',
    beingFreed: 'It is being given free again.',
    notSaid: 'The payment switch has not said yet whether the payment goes through.',
    notKnownYet: (bank: string) => `Whether ${bank} has it is not known yet.`,
    notKnown: (bank: string) => `Whether ${bank} has it is not known.`,
    askedByItself:
      'The payment switch is asked by itself until it answers. Until then do not pay it a second time.',
    payerAnswered: 'The payer has answered.',
    termsGiven: (bank: string) => `${bank} has given its terms.`,
    knowsPayee: (bank: string) => `${bank} knows the payee and is asked what it costs.`,
    lookedFor: 'The payee is being looked for.',
    confirmed: {
      switch: 'The payment switch has confirmed that it went through.',
      operator:
        'An operator of this bank has decided that it went through; the payment switch itself had not said so.',
    },
    refused: {
      switch: 'The payment switch has said that it did not go through.',
      operator:
        'An operator of this bank has decided that it did not go through; the payment switch itself had not said so.',
    },
    made: (payment: string) => `${payment} was made.`,
    debited: 'The payer’s account was debited.',
    settledByHand:
      'The payer’s account could not be debited by the hub: an operator has settled it by hand and closed it.',
    withPayeesByHand: (bank: string, since: string) =>
      `With ${bank}. How the payer was debited, who closed it has to say: ${since}.`,
    leftPayer: (held: string, since: string, bank: string) =>
      `${held} left the payer’s account on ${since}; it is with ${bank}. Whether it is on the payee’s account already, only that bank can say.`,
    notMade: (payment: string) => `${payment} was not made.`,
    canBeTold: (words: string) => `There is nothing to do. The payer can be told: “${words}”`,
    toBeFreed: 'It is to be given free again.',
    freeAgain: (held: string, since: string) =>
      `On the payer’s account. What was set aside there (${held}) is free again since ${since}: nothing was taken.`,
    untouchedAsKnown:
      'On the payer’s account, as far as is known: nothing had been set aside when it was broken off.',
    nothingByItself: 'Nothing gives it free or takes it by itself any more.',
    compare: (transferId: string | undefined) =>
      `Nothing more happens by itself. Compare the payer’s account in the account system with the payment switch’s own record${transferId === undefined ? '' : ` of transfer ${transferId}`}, and settle by hand what they do not agree on.`,
    askedAgain:
      'The payment switch was asked again and again, and has not said whether the payment went through.',
    findOut:
      'find out from the payment switch’s own records whether this transfer went through, and decide: “book” debits the payer’s account for good (it did), “release” lets the payer have the money back (it did not). The switch is asked on meanwhile. Until then nobody may send this payment again or pay it out in cash. The payer can be told: “Your payment is not settled yet. Your money is set aside and is not lost. Please do not send it again.”',
    noDebit: 'But the account system does not debit the payer’s account.',
    paidSoNotBack: (bank: string) => `${bank} has been paid, so it cannot go back to the payer.`,
    mendDebit:
      'mend what stops the debit on the payer’s account, then have it booked. It is tried again by itself as well. If it cannot be mended, debit by hand and close the payment.',
    noRelease: 'But the account system does not give the payer’s money free again.',
    payersOwn: 'It belongs to the payer: nobody else gets it.',
    mendRelease:
      'mend what stops the release on the payer’s account, then have it released. It is tried again by itself as well. If it cannot be mended, release it by hand and close the payment.',
    nothingSent: (payment: string) =>
      `${payment} was not made: nothing was sent to the payment switch. The account system does not say whether it has set the payer’s money aside.`,
    perhapsHeld:
      'On the payer’s account. Part of it may be set aside there, so that the payer cannot spend it: that is not known.',
    seeAnswer:
      'see that the account system answers, then have the money released. It is tried again by itself as well.',
  },
  sw: {
    untouched: 'Kwenye akaunti ya mlipaji. Hakuna kilichozuiwa wala kuchukuliwa.',
    asked: (payment: string) => `${payment} yaliombwa.`,
    shown: 'Mlipaji ameonyeshwa kiasi na gharama, na hajajibu bado.',
    payerAnswers:
      'Mlipaji anakubali au anakataa. Jibu lisipokuja kwa wakati, malipo yanaisha na hakuna kinachochukuliwa.',
    setAside: (bank: string, held: string) => `${bank} imezuia ${held} kwenye akaunti ya mlipaji.`,
    stillSetAside: (held: string, rest: string) =>
      `${held} zimezuiwa kwenye akaunti ya mlipaji: mlipaji hawezi kuzitumia. ${rest}`,
    beingDebited: 'Fedha zinatolewa kwenye akaunti ya mlipaji.',
    cannotGoBack: 'Haziwezi kumrudia mlipaji tena.',
    beingFreed: 'Zinaachiwa huru tena.',
    notSaid: 'Swichi ya malipo haijasema bado kama malipo yanafanikiwa.',
    notKnownYet: (bank: string) => `Haijulikani bado kama ${bank} inazo.`,
    notKnown: (bank: string) => `Haijulikani kama ${bank} inazo.`,
    askedByItself: 'Swichi ya malipo inaulizwa yenyewe hadi ijibu. Hadi hapo usilipe mara ya pili.',
    payerAnswered: 'Mlipaji amejibu.',
    termsGiven: (bank: string) => `${bank} imetoa masharti yake.`,
    knowsPayee: (bank: string) => `${bank} inamjua mlipwaji, na inaulizwa gharama.`,
    lookedFor: 'Mlipwaji anatafutwa.',
    confirmed: {
      switch: 'Swichi ya malipo imethibitisha kwamba yamefanikiwa.',
      operator:
        'Mwendeshaji wa benki hii ameamua kwamba yamefanikiwa; swichi ya malipo yenyewe ilikuwa haijasema hivyo.',
    },
    refused: {
      switch: 'Swichi ya malipo imesema kwamba hayakufanikiwa.',
      operator:
        'Mwendeshaji wa benki hii ameamua kwamba hayakufanikiwa; swichi ya malipo yenyewe ilikuwa haijasema hivyo.',
    },
    made: (payment: string) => `${payment} yamefanyika.`,
    debited: 'Fedha zilitolewa kwenye akaunti ya mlipaji.',
    settledByHand:
      'Kitovu hakikuweza kutoa fedha kwenye akaunti ya mlipaji: mwendeshaji ameyasuluhisha kwa mkono na kuyafunga.',
    withPayeesByHand: (bank: string, since: string) =>
      `Ziko ${bank}. Jinsi mlipaji alivyotozwa, aliyefunga ndiye wa kusema: ${since}.`,
    leftPayer: (held: string, since: string, bank: string) =>
      `${held} zilitoka kwenye akaunti ya mlipaji tarehe ${since}; ziko ${bank}. Kama zimeshafika kwenye akaunti ya mlipwaji, benki hiyo pekee ndiyo inayoweza kusema.`,
    notMade: (payment: string) => `${payment} hayakufanyika.`,
    canBeTold: (words: string) => `Hakuna la kufanya. Mlipaji anaweza kuambiwa: “${words}”`,
    toBeFreed: 'Zitaachiwa huru tena.',
    freeAgain: (held: string, since: string) =>
      `Kwenye akaunti ya mlipaji. Kilichozuiwa hapo (${held}) kiko huru tena tangu ${since}: hakuna kilichochukuliwa.`,
    untouchedAsKnown:
      'Kwenye akaunti ya mlipaji, kwa kadiri inavyojulikana: hakuna kilichokuwa kimezuiwa yalipokatizwa.',
    nothingByItself: 'Hakuna kinachoziachia wala kuzichukua chenyewe tena.',
    compare: (transferId: string | undefined) =>
      `Hakuna kinachotokea tena chenyewe. Linganisha akaunti ya mlipaji kwenye mfumo wa akaunti na kumbukumbu za swichi ya malipo yenyewe${transferId === undefined ? '' : ` za uhamisho ${transferId}`}, kisha usuluhishe kwa mkono pale zisipokubaliana.`,
    askedAgain: 'Swichi ya malipo iliulizwa tena na tena, na haijasema kama malipo yamefanikiwa.',
    findOut:
      'kutafuta kwenye kumbukumbu za swichi ya malipo yenyewe kama uhamisho huu ulifanikiwa, kisha aamue: “book” hutoa fedha moja kwa moja kwenye akaunti ya mlipaji (ulifanikiwa), “release” humrudishia mlipaji fedha (haukufanikiwa). Wakati huo swichi inaendelea kuulizwa. Hadi hapo mtu yeyote asitume malipo haya tena wala kuyalipa kwa fedha taslimu. Mlipaji anaweza kuambiwa: “Malipo yako hayajakamilika bado. Fedha zako zimezuiwa na hazijapotea. Tafadhali usitume tena.”',
    noDebit: 'Lakini mfumo wa akaunti hautoi fedha kwenye akaunti ya mlipaji.',
    paidSoNotBack: (bank: string) => `${bank} imeshalipwa, hivyo haziwezi kumrudia mlipaji.`,
    mendDebit:
      'kurekebisha kinachozuia fedha kutolewa kwenye akaunti ya mlipaji, kisha aziandikishe (“book”). Hujaribiwa tena yenyewe pia. Ikiwa haiwezi kurekebishwa, zitoe kwa mkono na uyafunge malipo.',
    noRelease: 'Lakini mfumo wa akaunti hauachii fedha za mlipaji.',
    payersOwn: 'Ni za mlipaji: hakuna mwingine anayezipata.',
    mendRelease:
      'kurekebisha kinachozuia fedha kuachiwa kwenye akaunti ya mlipaji, kisha aziachie (“release”). Hujaribiwa tena yenyewe pia. Ikiwa haiwezi kurekebishwa, ziachie kwa mkono na uyafunge malipo.',
    nothingSent: (payment: string) =>
      `${payment} hayakufanyika: hakuna kilichotumwa kwenye swichi ya malipo. Mfumo wa akaunti hausemi kama umezuia fedha za mlipaji.`,
    perhapsHeld:
      'Kwenye akaunti ya mlipaji. Huenda sehemu yake imezuiwa hapo, hivyo mlipaji hawezi kuitumia: haijulikani.',
    seeAnswer:
      'kuhakikisha mfumo wa akaunti unajibu, kisha aziachie fedha (“release”). Hujaribiwa tena yenyewe pia.',
  },
});
