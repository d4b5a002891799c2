/** What the parts of every API say when they do not do what was asked. Those of one API stand beside its own code. */
import { defineWords } from '../words/languages';

const times = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const problemWords = defineWords({
  en: {
    titles: {
      'invalid-request': 'The request is not valid',
      'malformed-json': 'The body is not JSON',
      unauthenticated: 'No valid token came with the request',
      forbidden: 'The token does not allow this',
      'second-person-needed':
        'It takes a second person: nobody approves what they drafted or decided themselves',
      'unknown-path': 'Nothing is served at this address',
      'unknown-id': 'There is nothing with this id',
      'method-not-allowed': 'This address does not take that method',
      'not-acceptable': 'There is no such form of it as is asked for',
      'request-too-slow': 'The body did not arrive in time',
      'other-content': 'There is a payment with this clientCorrelationId but other content',
      'other-state': 'What it stands at does not allow this',
      'no-longer-kept': 'What is asked for was here, and is kept no longer',
      'body-too-large': 'The body is too large',
      'unsupported-media-type': 'The body is not of a type that is taken here',
      'invalid-rules': 'The rules have errors',
      'too-much-work': 'This takes more work than one request may ask for',
      'too-many-requests': 'Too many requests; please slow down',
      internal: 'The hub made a mistake',
      'not-set-up': 'This hub is not set up for this',
      unavailable: 'The hub cannot take the request now; it is safe to send it again',
    },
    notRead: 'It could not be read',
    seeDocs: (path: string) => `${path}: see /docs`,
    use: (methods: string) => `Use ${methods}`,
    queryNotUtf8: 'The query is not percent-encoded UTF-8',
    bodyNotUtf8: 'The body is not UTF-8 text (RFC 8259, 8.1)',
    bodyEmpty: 'The body is empty',
    bodyNotJson: 'The body does not follow the rules of JSON',
    others: 'Others are being worked on',
    thereTwice: 'is there twice',
    tooDeep: (levels: number) => `is nested deeper than ${String(levels)} levels`,
    mustBe: (some: readonly string[]) => `must be ${some.join(' or ')}`,
    mustAllow: (some: readonly string[]) => `must allow ${some.join(' or ')}`,
    mustBeThereOnce: 'must be there once',
    noParameter: 'is not a known parameter',
  },
  sw: {
    titles: {
      'invalid-request': 'Ombi si sahihi',
      'malformed-json': 'Maudhui ya ombi si JSON',
      unauthenticated: 'Hakuna tokeni halali iliyokuja na ombi',
      forbidden: 'Tokeni hairuhusu hili',
      'second-person-needed':
        'Anahitajika mtu wa pili: hakuna anayeidhinisha alichokiandaa au kukiamua mwenyewe',
      'unknown-path': 'Hakuna kinachotolewa kwenye anwani hii',
      'unknown-id': 'Hakuna kitu chenye kitambulisho hiki',
      'method-not-allowed': 'Anwani hii haikubali njia hiyo',
      'not-acceptable': 'Haipatikani kwa muundo unaoombwa',
      'request-too-slow': 'Maudhui ya ombi hayakufika kwa wakati',
      'other-content': 'Kuna malipo yenye clientCorrelationId hii lakini yenye maudhui mengine',
      'other-state': 'Hali iliyopo hairuhusu hili',
      'no-longer-kept': 'Kinachoombwa kilikuwepo, na hakihifadhiwi tena',
      'body-too-large': 'Maudhui ya ombi ni makubwa mno',
      'unsupported-media-type': 'Maudhui ya ombi si ya aina inayokubaliwa hapa',
      'invalid-rules': 'Kanuni zina makosa',
      'too-much-work': 'Hii ni kazi kubwa kuliko ombi moja linavyoruhusiwa',
      'too-many-requests': 'Maombi ni mengi mno; tafadhali punguza kasi',
      internal: 'Kitovu kimefanya kosa',
      'not-set-up': 'Kitovu hiki hakijawekwa tayari kwa hili',
      unavailable: 'Kitovu hakiwezi kupokea ombi sasa; ni salama kulituma tena',
    },
    notRead: 'Haikuweza kusomwa',
    seeDocs: (path: string) => `${path}: tazama /docs`,
    use: (methods: string) => `Tumia ${methods}`,
    queryNotUtf8: 'Sehemu ya maswali ya anwani si UTF-8 iliyosimbwa kwa asilimia',
    bodyNotUtf8: 'Maudhui si maandishi ya UTF-8 (RFC 8259, 8.1)',
    bodyEmpty: 'Maudhui ya ombi ni matupu',
    bodyNotJson: 'Maudhui hayafuati kanuni za JSON',
    others: 'Mengine yanafanyiwa kazi sasa',
    thereTwice: 'ipo mara mbili',
    tooDeep: (levels: number) => `ina ngazi za ndani zaidi ya ${String(levels)}`,
    mustBe: (some: readonly string[]) => `lazima iwe ${some.join(' au ')}`,
    mustAllow: (some: readonly string[]) => `lazima iruhusu ${some.join(' au ')}`,
    mustBeThereOnce: 'lazima iwepo mara moja',
    noParameter: 'si kigezo kinachojulikana',
  },
});

/** Of a value that does not fit its schema. */
export const schemaWords = defineWords({
  en: {
    required: 'must be there',
    additionalProperties: 'is not a known field',
    enum: (values: readonly string[]) => `must be one of ${values.join(', ')}`,
    not: (description: string | undefined) =>
      `must not be there${description === undefined ? '' : `: ${description}`}`,
    pattern: (description: string | undefined) =>
      `has not the right form${description === undefined ? '' : `: ${description}`}`,
    minLength: (least: number) =>
      `must NOT have fewer than ${String(least)} ${times(least, 'character', 'characters')}`,
    maxLength: (most: number) =>
      `must NOT have more than ${String(most)} ${times(most, 'character', 'characters')}`,
    minItems: (least: number) =>
      `must NOT have fewer than ${String(least)} ${times(least, 'item', 'items')}`,
    maxItems: (most: number) =>
      `must NOT have more than ${String(most)} ${times(most, 'item', 'items')}`,
    minProperties: (least: number) =>
      `must NOT have fewer than ${String(least)} ${times(least, 'property', 'properties')}`,
    minimum: (least: number) => `must be >= ${String(least)}`,
    maximum: (most: number) => `must be <= ${String(most)}`,
    type: (types: readonly string[]) => `must be ${types.join(',')}`,
    format: (format: string) => `must match format "${format}"`,
    wrong: (message: string | undefined) => message ?? 'is wrong',
  },
  sw: {
    required: 'lazima iwepo',
    additionalProperties: 'si sehemu inayojulikana',
    enum: (values: readonly string[]) => `lazima iwe mojawapo ya ${values.join(', ')}`,
    // What openapi.yaml says of the field is for makers of machines, and English.
    not: () => 'haipaswi kuwepo',
    pattern: () => 'haina muundo sahihi',
    minLength: (least: number) => `lazima iwe na herufi zisizopungua ${String(least)}`,
    maxLength: (most: number) => `lazima iwe na herufi zisizozidi ${String(most)}`,
    minItems: (least: number) => `lazima iwe na vitu visivyopungua ${String(least)}`,
    maxItems: (most: number) => `lazima iwe na vitu visivyozidi ${String(most)}`,
    minProperties: (least: number) => `lazima iwe na sehemu zisizopungua ${String(least)}`,
    minimum: (least: number) => `lazima isipungue ${String(least)}`,
    maximum: (most: number) => `lazima isizidi ${String(most)}`,
    type: (types: readonly string[]) => `lazima iwe ya aina ${types.join(' au ')}`,
    format: (format: string) => `lazima ifuate muundo "${format}"`,
    wrong: () => 'si sahihi',
  },
});

export const tokenWords = defineWords({
  en: {
    sendBearer: 'Send Authorization: Bearer and a JWT',
    noJwt: 'The token is not a JWT',
    lacksScope: (scope: string) => `The token lacks the scope ${scope}`,
    signature: 'The signature is not valid',
    keysUnknown: 'The keys of your identity provider could not be fetched',
    expired: 'The token has expired',
    claim: (name: string) => `The claim ${name} is missing or wrong`,
    algorithm: 'The token is signed with an algorithm that is not allowed',
    noPerson: 'The token must name a person: `sub`, 1 to 200 characters',
  },
  sw: {
    sendBearer: 'Tuma Authorization: Bearer pamoja na JWT',
    noJwt: 'Tokeni si JWT',
    lacksScope: (scope: string) => `Tokeni haina ruhusa ${scope}`,
    signature: 'Sahihi si halali',
    keysUnknown: 'Funguo za mtoa utambulisho wako hazikuweza kupatikana',
    expired: 'Muda wa tokeni umeisha',
    claim: (name: string) => `Dai ${name} halipo au si sahihi`,
    algorithm: 'Tokeni imesainiwa kwa njia isiyoruhusiwa',
    noPerson: 'Tokeni lazima imtaje mtu: `sub`, herufi 1 hadi 200',
  },
});
