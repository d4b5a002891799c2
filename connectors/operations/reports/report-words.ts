import { defineWords } from '../../common/words/languages';

export const reportWords = defineWords({
  en: {
    tooManyRows: (most: number) =>
      `This report has more than ${String(most)} rows: ask for a shorter time, or split it by less`,
    noReason: 'No reason is known: it was ended by a person, or before anybody had said one.',
    lookAtStory: 'Look at the story of one of them.',
    noSplit: (asked: string, known: readonly string[]) =>
      `${asked} is nothing that this report is split by: it takes ${known.join(', ') || 'nothing'}`,
    ofNow: 'must not be there: this report is of now',
  },
  sw: {
    tooManyRows: (most: number) =>
      `Ripoti hii ina safu zaidi ya ${String(most)}: omba muda mfupi zaidi, au igawanye kidogo zaidi`,
    noReason: 'Hakuna sababu inayojulikana: yalisitishwa na mtu, au kabla mtu yeyote hajaitaja.',
    lookAtStory: 'Tazama historia ya malipo mojawapo.',
    noSplit: (asked: string, known: readonly string[]) =>
      `Ripoti hii haigawanywi kwa ${asked}: inakubali ${known.join(', ') || 'hakuna'}`,
    ofNow: 'haipaswi kuwepo: ripoti hii ni ya sasa',
  },
});
