import { defineWords } from '../../common/words/languages';

export const messageWords = defineWords({
  en: {
    notKept:
      'Kafka does not have this message any more: its time is over (MESSAGE_JOURNAL_RETENTION, 90 days unless it says otherwise), or a person in it was forgotten. That it was said, and when, is still told with the payment.',
    noMessage: 'This tenant has no message with this id',
    othersRead: 'Other messages are being read from Kafka: ask again when they have been',
    noKafka: 'Kafka, where messages are kept word for word, gives no answer now',
    nobodyNamed:
      'No message that names this person is kept: its time in Kafka is over (MESSAGE_JOURNAL_RETENTION, 90 days unless it says otherwise), the person was forgotten, or the payment ended before anybody was named.',
    nobodyFound: (named: number, looked: number) =>
      `Of the ${String(named)} messages that may name this person the first ${String(looked)} were looked at, and none does, or they are kept no longer. Look at the others one by one: each message of the payment is shown whole.`,
  },
  sw: {
    notKept:
      'Kafka haina ujumbe huu tena: muda wake umeisha (MESSAGE_JOURNAL_RETENTION, siku 90 isipokuwa imewekwa vingine), au mtu aliyemo amesahauliwa. Kwamba ulisemwa, na lini, bado inaelezwa pamoja na malipo.',
    noMessage: 'Taasisi hii haina ujumbe wenye kitambulisho hiki',
    othersRead: 'Ujumbe mwingine unasomwa kutoka Kafka: uliza tena ukishasomwa',
    noKafka: 'Kafka, ambapo ujumbe huhifadhiwa neno kwa neno, haijibu sasa',
    nobodyNamed:
      'Hakuna ujumbe unaomtaja mtu huyu uliohifadhiwa: muda wake kwenye Kafka umeisha (MESSAGE_JOURNAL_RETENTION, siku 90 isipokuwa imewekwa vingine), mtu amesahauliwa, au malipo yaliisha kabla mtu yeyote hajatajwa.',
    nobodyFound: (named: number, looked: number) =>
      `Kati ya jumbe ${String(named)} ambazo huenda zinamtaja mtu huyu, ${String(looked)} za kwanza zilitazamwa, na hakuna inayomtaja, au hazihifadhiwi tena. Tazama nyingine moja moja: kila ujumbe wa malipo huonyeshwa wote.`,
  },
});
