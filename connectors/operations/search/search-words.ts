import { defineWords } from '../../common/words/languages';

export const searchWords = defineWords({
  en: {
    othersSent: 'Other long answers are being sent: ask again when they have ended',
    /** Of the file that a spreadsheet reads: by commas, in the order of its columns. */
    headings:
      'Started,State,Side,Amount,Currency,Payer DFSP,Payee DFSP,Error,Stands at,Since,Ended,Age in seconds,Stands still,Transaction,Transfer,Quote,What happened,Where the money is',
    tooManyWords: (most: number) =>
      `has more than ${String(most)} words: leave out those that say least`,
    yes: 'yes',
    no: 'no',
  },
  sw: {
    othersSent: 'Majibu mengine marefu yanatumwa: uliza tena yakishaisha',
    headings:
      'Ilianza,Hali,Upande,Kiasi,Sarafu,Benki ya mlipaji,Benki ya mlipwaji,Kosa,Ilipo,Tangu,Iliisha,Umri kwa sekunde,Imekwama,Muamala,Uhamisho,Masharti,Kilichotokea,Fedha zilipo',
    tooManyWords: (most: number) =>
      `ina maneno zaidi ya ${String(most)}: acha yale yanayosema machache`,
    yes: 'ndiyo',
    no: 'hapana',
  },
});
