import { defineWords } from '../../common/words/languages';

/** The payment as the payee's bank tells it. `payment` and `bank` are put in as they begin a sentence, or stand within it. */
export const payeesWords = defineWords({
  en: {
    notHere: (bank: string) => `With ${bank}. Nothing was put on the payee’s account.`,
    answerNotDelivered: 'The answer could not be delivered.',
    answered: (bank: string) => `${bank} has answered.`,
    answerMade: 'The answer is being made.',
    askedCost: (bank: string, payment: string) => `${bank} has asked what ${payment} would cost.`,
    notCome: 'The payment itself has not come.',
    mayStillCome: 'There is nothing to do. The payer may still send the payment, or never.',
    announced: (payment: string) => `${payment} was announced.`,
    agreed: (bank: string) => `${bank} has agreed to take it.`,
    confirmed: {
      switch: 'The payment switch has confirmed it.',
      operator:
        'An operator of this bank has decided that it counts as paid; the payment switch itself had not said so.',
    },
    notConfirmed: 'The payment switch has not said yet whether the payment goes through.',
    credited: 'On the payee’s account: it was put there on an operator’s word.',
    beingCredited: 'It is being put on the payee’s account.',
    onItsWay: (bank: string) => `With ${bank}, on its way to the payee’s account.`,
    creditedEarly:
      'An operator of this bank had it put on the payee’s account before the payment switch had said whether it went through.',
    didNot: 'It did not.',
    beingTakenOff: 'On the payee’s account. It is being taken off again.',
    mayBeTakenOff: 'It may have to be taken off again.',
    beingChecked: 'It is being checked.',
    askedByItself:
      'The payment switch is asked by itself until it answers. Do not pay anything to the payee before that.',
    made: (payment: string) => `${payment} was made.`,
    closedByHand: 'An operator of this bank has closed it by hand, and lets it stand as it is.',
    onAccountSince: (since: string) => `On the payee’s account, since ${since}.`,
    undone: (payment: string) => `${payment} was undone.`,
    didNotSoTakenOff: 'It did not, so it was taken off again.',
    neverLeft: (bank: string, since: string) =>
      `It never left ${bank}. It was taken off the payee’s account again on ${since}: the statement shows one line in and one line out.`,
    payeeMayAsk:
      'There is nothing to do, but the payee may ask why: it was credited too early, and the payment did not go through.',
    refused: (bank: string) => `${bank} has refused it.`,
    switchRefused: 'The payment switch has said that it did not go through.',
    nothingTakesOff: 'Nothing takes it off by itself any more.',
    compare: (transferId: string | undefined) =>
      `Nothing more happens by itself. Compare the payee’s account in the account system with the payment switch’s own record${transferId === undefined ? '' : ` of transfer ${transferId}`}, and settle by hand what they do not agree on.`,
    askedAgain:
      'The payment switch was asked again and again, and has not said whether the payment went through.',
    findOut:
      'find out from the payment switch’s own records whether this transfer went through, and decide: “book” credits the payee’s account (it did), “release” gives it up (it did not). The switch is asked on meanwhile. Until then nobody may pay anything to the payee.',
    noCredit: 'But the account system does not put it on the payee’s account.',
    payeesOwn: (bank: string) =>
      `With ${bank}, and not on the payee’s account. It is the payee’s: the payer has paid.`,
    mendCredit:
      'mend what stops the credit on the payee’s account, then have it booked. It is tried again by itself as well. If it cannot be mended, credit by hand and close the payment.',
    notSaidYet: 'It has not said so yet.',
    willBeTakenOff: 'If the payment did not go through, it will be taken off again.',
    canDecide:
      'The payment switch is asked by itself. An operator who knows from its own records how the transfer ended can decide: reverse (take the credit off again) or close (let it stand).',
    notTakenOff: (payment: string) =>
      `${payment} did not go through. It had been put on the payee’s account on an operator’s word, and the account system does not take it off again.`,
    notBelonging: 'On the payee’s account, where it does not belong; the payee may have spent it.',
    seeTakenOff:
      'see that the account system takes it off again, or get it back from the payee by hand and close the payment. It is tried again by itself as well.',
  },
  sw: {
    notHere: (bank: string) => `Ziko ${bank}. Hakuna kilichowekwa kwenye akaunti ya mlipwaji.`,
    answerNotDelivered: 'Jibu halikuweza kufikishwa.',
    answered: (bank: string) => `${bank} imejibu.`,
    answerMade: 'Jibu linaandaliwa.',
    askedCost: (bank: string, payment: string) => `${bank} imeuliza gharama ya ${payment}.`,
    notCome: 'Malipo yenyewe hayajafika.',
    mayStillCome: 'Hakuna la kufanya. Mlipaji anaweza bado kutuma malipo, au asitume kabisa.',
    announced: (payment: string) => `${payment} yalitangazwa.`,
    agreed: (bank: string) => `${bank} imekubali kuyapokea.`,
    confirmed: {
      switch: 'Swichi ya malipo imeyathibitisha.',
      operator:
        'Mwendeshaji wa benki hii ameamua kwamba yahesabiwe yamelipwa; swichi ya malipo yenyewe ilikuwa haijasema hivyo.',
    },
    notConfirmed: 'Swichi ya malipo haijasema bado kama malipo yanafanikiwa.',
    credited: 'Kwenye akaunti ya mlipwaji: ziliwekwa hapo kwa neno la mwendeshaji.',
    beingCredited: 'Fedha zinawekwa kwenye akaunti ya mlipwaji.',
    onItsWay: (bank: string) => `Ziko ${bank}, njiani kwenda kwenye akaunti ya mlipwaji.`,
    creditedEarly:
      'Mwendeshaji wa benki hii aliagiza fedha ziwekwe kwenye akaunti ya mlipwaji kabla swichi ya malipo haijasema kama yamefanikiwa.',
    didNot: 'Hayakufanikiwa.',
    beingTakenOff: 'Kwenye akaunti ya mlipwaji. Zinatolewa tena.',
    mayBeTakenOff: 'Huenda zikalazimika kutolewa tena.',
    beingChecked: 'Yanakaguliwa.',
    askedByItself:
      'Swichi ya malipo inaulizwa yenyewe hadi ijibu. Usimlipe mlipwaji chochote kabla ya hapo.',
    made: (payment: string) => `${payment} yamefanyika.`,
    closedByHand: 'Mwendeshaji wa benki hii ameyafunga kwa mkono, na anayaacha yalivyo.',
    onAccountSince: (since: string) => `Kwenye akaunti ya mlipwaji, tangu ${since}.`,
    undone: (payment: string) => `${payment} yalitenguliwa.`,
    didNotSoTakenOff: 'Hayakufanikiwa, hivyo zilitolewa tena.',
    neverLeft: (bank: string, since: string) =>
      `Hazikuwahi kutoka ${bank}. Zilitolewa tena kwenye akaunti ya mlipwaji tarehe ${since}: taarifa ya akaunti inaonyesha mstari mmoja wa kuingia na mmoja wa kutoka.`,
    payeeMayAsk:
      'Hakuna la kufanya, lakini mlipwaji anaweza kuuliza kwa nini: fedha ziliwekwa mapema mno, na malipo hayakufanikiwa.',
    refused: (bank: string) => `${bank} imeyakataa.`,
    switchRefused: 'Swichi ya malipo imesema kwamba hayakufanikiwa.',
    nothingTakesOff: 'Hakuna kinachozitoa chenyewe tena.',
    compare: (transferId: string | undefined) =>
      `Hakuna kinachotokea tena chenyewe. Linganisha akaunti ya mlipwaji kwenye mfumo wa akaunti na kumbukumbu za swichi ya malipo yenyewe${transferId === undefined ? '' : ` za uhamisho ${transferId}`}, kisha usuluhishe kwa mkono pale zisipokubaliana.`,
    askedAgain: 'Swichi ya malipo iliulizwa tena na tena, na haijasema kama malipo yamefanikiwa.',
    findOut:
      'kutafuta kwenye kumbukumbu za swichi ya malipo yenyewe kama uhamisho huu ulifanikiwa, kisha aamue: “book” huweka fedha kwenye akaunti ya mlipwaji (ulifanikiwa), “release” huachana nao (haukufanikiwa). Wakati huo swichi inaendelea kuulizwa. Hadi hapo mtu yeyote asimlipe mlipwaji chochote.',
    noCredit: 'Lakini mfumo wa akaunti hauweki fedha kwenye akaunti ya mlipwaji.',
    payeesOwn: (bank: string) =>
      `Ziko ${bank}, na haziko kwenye akaunti ya mlipwaji. Ni za mlipwaji: mlipaji ameshalipa.`,
    mendCredit:
      'kurekebisha kinachozuia fedha kuwekwa kwenye akaunti ya mlipwaji, kisha aziandikishe (“book”). Hujaribiwa tena yenyewe pia. Ikiwa haiwezi kurekebishwa, ziweke kwa mkono na uyafunge malipo.',
    notSaidYet: 'Bado haijasema.',
    willBeTakenOff: 'Ikiwa malipo hayakufanikiwa, zitatolewa tena.',
    canDecide:
      'Swichi ya malipo inaulizwa yenyewe. Mwendeshaji anayejua kutoka kumbukumbu za swichi yenyewe jinsi uhamisho ulivyoisha anaweza kuamua: reverse (kuzitoa tena fedha zilizowekwa) au close (kuziacha zilivyo).',
    notTakenOff: (payment: string) =>
      `${payment} hayakufanikiwa. Fedha zilikuwa zimewekwa kwenye akaunti ya mlipwaji kwa neno la mwendeshaji, na mfumo wa akaunti hauzitoi tena.`,
    notBelonging: 'Kwenye akaunti ya mlipwaji, pasipo mahali pake; huenda mlipwaji amezitumia.',
    seeTakenOff:
      'kuhakikisha mfumo wa akaunti unazitoa tena, au azirudishe kutoka kwa mlipwaji kwa mkono na ayafunge malipo. Hujaribiwa tena yenyewe pia.',
  },
});
