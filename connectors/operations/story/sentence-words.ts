import { defineWords } from '../../common/words/languages';

/** What more than one of the story's tables is made of. */
export const sentenceWords = defineWords({
  en: {
    /** `operator` alone is a telephone company to who stands at a counter. */
    aPersonHasTo: (what: string) =>
      `Somebody of this bank who may decide (an operator) has to ${what}`,
    nothingToDo: 'There is nothing to do.',
    goesOn: 'It goes on by itself: there is nothing to do.',
    payersBank: 'the payer’s bank',
    payeesBank: 'the payee’s bank',
    named: (bank: string, fspId: string) => `${bank} (${fspId})`,
    ofOtherBank: 'a customer of another bank',
    ofBank: (fspId: string) => `a customer of ${fspId}`,
    payment: (of: string | undefined, from: string, to: string) =>
      `a payment${of === undefined ? '' : ` of ${of}`} from ${from} to ${to}`,
    theMoney: 'the money',
    withFee: (all: string, sent: string, fee: string) => `${all} (${sent} and a fee of ${fee})`,
    reason: (meaning: string) => ` The reason: ${meaning}`,
    standsStill: (whatHappened: string) =>
      `${whatHappened} It stands still: a step could not be carried out.`,
    mendAndRetry:
      'Nothing more happens by itself. The cause has to be mended; then an operator has the step tried again (see the incidents).',
    decideOn: 'decide how it goes on.',
    brokenOff: (payment: string) =>
      `${payment} was broken off: somebody has ended it in the engine before it was finished.`,
    feesMadeUp: 'Fees between the banks that could not be worked out at the time were made up for.',
    toldElsewhere: 'The payment itself is told on the side of the payer or the payee.',
  },
  sw: {
    aPersonHasTo: (what: string) =>
      `Mtu wa benki hii anayeruhusiwa kuamua (mwendeshaji) anapaswa ${what}`,
    nothingToDo: 'Hakuna la kufanya.',
    goesOn: 'Yanaendelea yenyewe: hakuna la kufanya.',
    payersBank: 'benki ya mlipaji',
    payeesBank: 'benki ya mlipwaji',
    named: (bank: string, fspId: string) => `${bank} (${fspId})`,
    ofOtherBank: 'mteja wa benki nyingine',
    ofBank: (fspId: string) => `mteja wa ${fspId}`,
    payment: (of: string | undefined, from: string, to: string) =>
      `malipo${of === undefined ? '' : ` ya ${of}`} kutoka kwa ${from} kwenda kwa ${to}`,
    theMoney: 'fedha',
    withFee: (all: string, sent: string, fee: string) => `${all} (${sent} na ada ya ${fee})`,
    reason: (meaning: string) => ` Sababu: ${meaning}`,
    standsStill: (whatHappened: string) =>
      `${whatHappened} Yamekwama: hatua moja haikuweza kutekelezwa.`,
    mendAndRetry:
      'Hakuna kinachotokea tena chenyewe. Chanzo lazima kirekebishwe; kisha mwendeshaji aifanye hatua ijaribiwe tena (tazama hitilafu).',
    decideOn: 'kuamua yaendelee vipi.',
    brokenOff: (payment: string) =>
      `${payment} yalikatizwa: mtu ameyasitisha kwenye injini kabla hayajakamilika.`,
    feesMadeUp: 'Ada kati ya benki ambazo hazikuweza kukokotolewa wakati ule zimefidiwa.',
    toldElsewhere: 'Malipo yenyewe yanaelezwa upande wa mlipaji au wa mlipwaji.',
  },
});
