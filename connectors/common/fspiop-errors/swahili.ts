/** The same table in Swahili, as a bank's clerk says it. What is here and not there, or the other way round, does not compile. */
import type { CategoryDigits, ErrorCategory, ErrorMeaning, UserWord } from './categories';
import type { FspiopErrorName } from './table';

type Texts = Pick<ErrorMeaning, 'meaning' | 'operator'>;

export const userWordsInSwahili: Readonly<Record<UserWord, string>> = {
  tryLater:
    'Huduma ya malipo ina shughuli nyingi sasa. Hakuna kilichochukuliwa. Tafadhali jaribu tena baada ya dakika chache.',
  notPossible:
    'Malipo haya hayakuweza kufanyika. Hakuna kilichochukuliwa. Yakijirudia, tafadhali wasiliana na benki yako.',
  recipientNotFound:
    'Hatukuweza kumpata mpokeaji huyu. Hakuna kilichochukuliwa. Tafadhali angalia namba au akaunti, kisha ujaribu tena.',
  madeBefore:
    'Malipo haya yaliombwa hapo awali, hivyo hayakufanyika tena. Hakuna kilichochukuliwa safari hii.',
  tookTooLong:
    'Hili limechukua muda mrefu mno, na limesitishwa. Hakuna kilichochukuliwa. Tafadhali jaribu tena.',
  offerOver:
    'Masharti ya malipo haya si halali tena. Hakuna kilichochukuliwa. Tafadhali anza malipo upya.',
  requestOver: 'Ombi hili la fedha si halali tena. Hakuna kilichochukuliwa.',
  requestDeclined: 'Ombi la fedha halikukubaliwa. Hakuna kilichochukuliwa.',
  notConfirmed: 'Malipo haya hayakuthibitishwa, hivyo hakuna kilichochukuliwa.',
  ownBankCannotSend:
    'Benki yako haiwezi kutuma malipo haya kwa sasa. Hakuna kilichochukuliwa. Tafadhali jaribu tena baadaye.',
  ownLimit:
    'Fedha kwenye akaunti yako hazitoshi, au malipo yamezidi mojawapo ya vikomo vyake. Hakuna kilichochukuliwa.',
  ownPermission:
    'Akaunti yako hairuhusiwi kufanya malipo haya. Hakuna kilichochukuliwa. Tafadhali wasiliana na benki yako.',
  ownBlocked:
    'Akaunti yako haiwezi kufanya malipo kwa sasa. Hakuna kilichochukuliwa. Tafadhali wasiliana na benki yako.',
  otherCurrency: 'Sarafu hii haiwezi kutumika kwa malipo haya. Hakuna kilichochukuliwa.',
  otherKind: 'Malipo ya aina hii hayawezekani hapa. Hakuna kilichochukuliwa.',
  ownKind:
    'Benki yako haiwezi kufanya malipo haya hapa. Ikiwa mpokeaji yuko kwenye benki ileile, tafadhali mlipe ndani ya benki hiyo. Hakuna kilichochukuliwa.',
  recipientRefused: 'Mpokeaji au benki yake haikukubali malipo haya. Hakuna kilichochukuliwa.',
  recipientBankCannotTake:
    'Benki ya mpokeaji haiwezi kupokea malipo haya kwa sasa. Hakuna kilichochukuliwa. Tafadhali jaribu tena baadaye.',
  recipientLimit:
    'Malipo haya yamezidi kikomo cha mpokeaji. Hakuna kilichochukuliwa. Tafadhali jaribu kiasi kidogo zaidi.',
  recipientPermission: 'Mpokeaji hawezi kupokea malipo haya. Hakuna kilichochukuliwa.',
  recipientBlocked: 'Mpokeaji hawezi kupokea malipo kwa sasa. Hakuna kilichochukuliwa.',
};

const network = 'Angalia mtandao kati ya kitovu, swichi na benki iliyoitwa.';
const itsLog = 'Muulize mwendeshaji wa mfumo uliosema hivyo; kumbukumbu zake zina sababu.';
const itsElement =
  'Maelezo ya kosa yanataja sehemu husika: tafuta ni upande upi unaoiandika au kuisoma vibaya.';
const slowHop =
  'Ikitokea mara nyingi, tafuta sehemu iliyo polepole, saa zinazotofautiana, au muda uliowekwa mfupi mno.';
const payersBalance = 'Angalia salio na vikomo vya akaunti ya mlipaji.';
const payersRights = 'Angalia akaunti ya mlipaji inaruhusiwa kufanya nini.';
const payersBlock = 'Angalia nani aliyefunga akaunti ya mlipaji, na kwa nini.';
const payersChoice = 'Hakuna la kufanya: mlipaji ndiye anayeamua.';
const payeesReason = 'Iulize benki ya mlipwaji sababu.';
const payeesNo =
  'Hakuna la kufanya, isipokuwa malipo mengi kwenda benki hiyo yanaishia hivyo: hapo iulize.';
const payeesLimits = 'Angalia vikomo vya akaunti ya mlipwaji, au iulize benki yake.';
const payeesRights = 'Angalia akaunti ya mlipwaji inaruhusiwa kufanya nini, au iulize benki yake.';
const payeesBlock =
  'Angalia nani aliyefunga akaunti ya mlipwaji, na kwa nini, au iulize benki yake.';
const payeesChoice = 'Hakuna la kufanya: mlipwaji ndiye anayeamua.';
const settlement = 'Muulize mwendeshaji wa swichi kuhusu ulipanaji wa mwisho.';
const payerForbids = 'Kuna jambo kuhusu mlipaji au benki yake linalozuia malipo.';
const payeeForbids = 'Kuna jambo kuhusu mlipwaji au benki yake linalozuia malipo.';

export const categoriesInSwahili: Readonly<
  Record<CategoryDigits, Texts & Pick<ErrorCategory, 'name'>>
> = {
  '10': {
    name: 'mawasiliano',
    meaning: 'Washiriki wawili hawakuweza kuwasiliana.',
    operator: network,
  },
  '20': {
    name: 'seva',
    meaning: 'Aliyeulizwa alishindwa, bila kosa la ombi lenyewe.',
    operator: itsLog,
  },
  '30': {
    name: 'ombi',
    meaning: 'Ombi halikuwa la aina inayoweza kujibiwa.',
    operator: 'Linganisha matoleo na anwani za API za pande zote mbili.',
  },
  '31': {
    name: 'uhakiki',
    meaning: 'Kuna kitu ndani ya ombi ambacho hakiko kama API inavyotaka.',
    operator: itsElement,
  },
  '32': {
    name: 'haikupatikana',
    meaning: 'Kitambulisho kilicho ndani ya ombi hakijulikani.',
    operator: 'Angalia kama kitambulisho kipo kwenye swichi na kwenye benki nyingine.',
  },
  '33': { name: 'muda umeisha', meaning: 'Muda wake ulikuwa umeisha.', operator: slowHop },
  '40': {
    name: 'mlipaji',
    meaning: payerForbids,
    operator: 'Angalia akaunti ya mlipaji na benki yake.',
  },
  '41': {
    name: 'mlipaji amekataa',
    meaning: 'Mlipaji au benki yake amekataa.',
    operator: 'Hakuna la kufanya: mtu ameamua hivyo.',
  },
  '42': {
    name: 'kikomo cha mlipaji',
    meaning: 'Malipo yamezidi kikomo cha mlipaji.',
    operator: payersBalance,
  },
  '43': {
    name: 'ruhusa ya mlipaji',
    meaning: 'Mlipaji haruhusiwi kufanya hili.',
    operator: payersRights,
  },
  '44': {
    name: 'mlipaji amefungwa',
    meaning: 'Mlipaji amefungiwa.',
    operator: payersBlock,
  },
  '50': { name: 'mlipwaji', meaning: payeeForbids, operator: payeesReason },
  '51': {
    name: 'mlipwaji amekataa',
    meaning: 'Mlipwaji au benki yake amekataa.',
    operator: payeesNo,
  },
  '52': {
    name: 'kikomo cha mlipwaji',
    meaning: 'Malipo yamezidi kikomo cha mlipwaji.',
    operator: payeesLimits,
  },
  '53': {
    name: 'ruhusa ya mlipwaji',
    meaning: 'Mlipwaji haruhusiwi kupokea hili.',
    operator: payeesRights,
  },
  '54': {
    name: 'mlipwaji amefungwa',
    meaning: 'Mlipwaji amefungiwa.',
    operator: payeesBlock,
  },
  '60': {
    name: 'ulipanaji',
    meaning: 'Ulipanaji wa mwisho kati ya benki umeshindwa.',
    operator: settlement,
  },
};

export const errorsInSwahili: Readonly<Record<FspiopErrorName, Texts>> = {
  COMMUNICATION_ERROR: {
    meaning: 'Muunganisho kati ya washiriki wawili umeshindwa.',
    operator: network,
  },
  DESTINATION_COMMUNICATION_ERROR: {
    meaning: 'Benki au anwani ambayo ujumbe ulikusudiwa haikuweza kufikiwa.',
    operator: 'Angalia kama aliyeitwa anafanya kazi, na kama anwani yake ni sahihi.',
  },
  SERVER_ERROR: { meaning: 'Aliyeulizwa alishindwa, na hasemi jinsi.', operator: itsLog },
  INTERNAL_SERVER_ERROR: {
    meaning: 'Aliyeulizwa amekumbwa na hitilafu yake mwenyewe.',
    operator:
      'Ikiwa ni kitovu kilichosema hivyo, kumbukumbu zake zina hitilafu (mara nyingi ni mipangilio ya Fineract); vinginevyo muulize mwendeshaji wa mfumo uliosema.',
  },
  NOT_IMPLEMENTED: {
    meaning: 'Aliyeulizwa hatoi huduma hii.',
    operator: 'Kubaliana na upande mwingine ni huduma zipi unatoa; hakuna kilichoharibika.',
  },
  SERVICE_CURRENTLY_UNAVAILABLE: {
    meaning: 'Huduma haipatikani kwa sasa.',
    operator: 'Angalia kama injini, swichi na Fineract zinafanya kazi.',
  },
  SERVER_TIMED_OUT: {
    meaning: 'Jibu halikuja kwa wakati; haijulikani kama ombi lilitekelezwa.',
    operator: 'Tafuta nini kilikuwa polepole: kumbukumbu za kitovu zinasema nani aliulizwa.',
  },
  SERVER_BUSY: {
    meaning: 'Maombi ni mengi mno kwa wakati mmoja.',
    operator: 'Subiri mzigo upungue; usipopungua, ongeza nakala za huduma au vikomo.',
  },
  PARTY_RESOLUTION_FAILURE: {
    meaning: 'Kwa sasa swichi haikuweza kujua mhusika yuko benki gani.',
    operator: 'Ikiendelea, muulize mwendeshaji wa swichi kuhusu utafutaji wa akaunti.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'Anwani inahudumiwa, lakini si kwa njia hii ya HTTP.',
    operator: 'Linganisha toleo na njia za API zinazotumiwa na pande zote mbili.',
  },
  CLIENT_ERROR: {
    meaning: 'Ombi limekataliwa, bila sababu iliyo wazi zaidi.',
    operator: 'Muulize aliyekataa; swichi husema hivi kwa kukataa kokote kwa benki nyingine.',
  },
  UNACCEPTABLE_VERSION: {
    meaning: 'Toleo la API lililoombwa halikubaliwi.',
    operator: 'Weka toleo la FSPIOP la taasisi liwe mojawapo ya yale yaliyoorodheshwa na swichi.',
  },
  UNKNOWN_URI: {
    meaning: 'Hakuna kinachotolewa kwenye anwani hii.',
    operator: 'Angalia anwani za swichi kwenye mipangilio ya taasisi.',
  },
  ADD_PARTY_INFO_ERROR: {
    meaning: 'Mhusika hakuweza kusajiliwa, au hakuna anayetunza wahusika wa aina yake.',
    operator: 'Muulize mwendeshaji wa swichi ni aina zipi za vitambulisho ana daftari lake.',
  },
  DELETE_PARTY_INFO_ERROR: {
    meaning: 'Usajili wa mhusika haukuweza kuondolewa.',
    operator: 'Muulize mwendeshaji wa swichi daftari lake lina nini kuhusu mhusika huyu.',
  },
  VALIDATION_ERROR: {
    meaning: 'Sehemu fulani ya ujumbe ina thamani isiyoruhusiwa.',
    operator: itsElement,
  },
  MALFORMED_SYNTAX: {
    meaning: 'Kichwa au maudhui ya ujumbe hayawezi kusomwa.',
    operator: 'Tafuta seva ya kati inayobadilisha vichwa au maudhui, au toleo lingine la API.',
  },
  MISSING_ELEMENT: {
    meaning: 'Kichwa au sehemu inayopaswa kuwepo haipo.',
    operator: 'Maelezo ya kosa yanataja kinachokosekana: tafuta ni upande upi unaokiacha.',
  },
  TOO_MANY_ELEMENTS: {
    meaning: 'Orodha ni ndefu kuliko API inavyoruhusu.',
    operator: 'Maelezo ya kosa yanataja orodha: itumwe kwa sehemu, au iwe fupi zaidi.',
  },
  TOO_LARGE_PAYLOAD: {
    meaning: 'Maudhui ya ujumbe ni makubwa kuliko yanavyoruhusiwa.',
    operator: 'Tuma kidogo kwa wakati mmoja; kikomo ni mpangilio wa aliyekataa.',
  },
  INVALID_SIGNATURE: {
    meaning: 'Saini haipo, au si ya ujumbe huu na mtumaji huyu.',
    operator:
      'Linganisha funguo za pande zote mbili; ikiwa ni sahihi, lichukulie kama jaribio la kughushi ujumbe.',
  },
  MODIFIED_REQUEST: {
    meaning:
      'Kitambulisho kilishatumika hapo awali: kwa ombi lenye maudhui mengine, au kwa ombi lililokwisha.',
    operator:
      'Ombi la kwanza ndilo linalosimama. Tafuta kwa nini mtumaji alitumia kitambulisho mara mbili.',
  },
  MISSING_MANDATORY_EXTENSION: {
    meaning: 'Mpango wa malipo unadai nyongeza ambayo haipo.',
    operator: 'Angalia kanuni za mpango wa malipo kuhusu nyongeza zinazodaiwa.',
  },
  ID_NOT_FOUND: {
    meaning: 'Kitambulisho hakijulikani kwa aliyeulizwa.',
    operator:
      'Wakati wa kutafuta: benki haina mteja huyo. Vinginevyo kitambulisho hakijawahi kuwepo, au kimekwisha.',
  },
  DESTINATION_FSP_ERROR: {
    meaning: 'Benki ambayo ujumbe ulikusudiwa haipo, au haipatikani.',
    operator:
      'Hakikisha benki zote mbili zimesajiliwa kwenye swichi kwa vitambulisho wanavyotumia.',
  },
  PAYER_FSP_ID_NOT_FOUND: {
    meaning: 'Benki ya mlipaji haijulikani.',
    operator: 'Hakikisha benki ya mlipaji imesajiliwa kwenye swichi kwa kitambulisho inachotumia.',
  },
  PAYEE_FSP_ID_NOT_FOUND: {
    meaning: 'Benki ya mlipwaji haijulikani, au siyo iliyoulizwa.',
    operator: 'Hakikisha benki ya mlipwaji imesajiliwa kwenye swichi kwa kitambulisho inachotumia.',
  },
  PARTY_NOT_FOUND: {
    meaning: 'Hakuna mteja mwenye kitambulisho hiki.',
    operator:
      'Hakuna la kufanya, isipokuwa mteja yupo: hapo angalia kitambulisho kimesajiliwa wapi.',
  },
  QUOTE_ID_NOT_FOUND: {
    meaning: 'Hakuna masharti kama hayo yanayojulikana, au hayajulikani tena.',
    operator: 'Ikiwa masharti yalitolewa muda mfupi uliopita, muulize aliyeyatoa.',
  },
  TXN_REQUEST_ID_NOT_FOUND: {
    meaning: 'Hakuna ombi la malipo kama hilo linalojulikana, au halijulikani tena.',
    operator: 'Ikiwa lilitumwa muda mfupi uliopita, muulize aliyelipokea.',
  },
  TXN_ID_NOT_FOUND: {
    meaning: 'Hakuna muamala kama huo unaojulikana, au haujulikani tena.',
    operator: 'Uliza kuhusu uhamisho badala yake: swichi huukumbuka kwa muda mrefu zaidi.',
  },
  TRANSFER_ID_NOT_FOUND: {
    meaning:
      'Hakuna uhamisho kama huo unaojulikana. Si uthibitisho kwamba haupo, kabla muda wake haujaisha na swichi haijasafisha.',
    operator: 'Iulize swichi tena baada ya muda kuisha; hapo jibu lake pekee ndilo linalohesabika.',
  },
  BULK_QUOTE_ID_NOT_FOUND: {
    meaning: 'Hakuna masharti ya pamoja kama hayo yanayojulikana, au hayajulikani tena.',
    operator: 'Ikiwa masharti ya pamoja yalitolewa muda mfupi uliopita, muulize aliyeyatoa.',
  },
  BULK_TRANSFER_ID_NOT_FOUND: {
    meaning: 'Hakuna uhamisho wa pamoja kama huo unaojulikana, au haujulikani tena.',
    operator: 'Iulize swichi tena baada ya muda kuisha, na kuhusu uhamisho mmojammoja.',
  },
  EXPIRED_ERROR: { meaning: 'Muda wake ulikuwa umeisha.', operator: slowHop },
  TXN_REQUEST_EXPIRED: {
    meaning: 'Ombi la malipo lilijibiwa kwa kuchelewa.',
    operator: 'Hakuna la kufanya, isipokuwa walipaji wanapewa muda mfupi mno: tazama vipima muda.',
  },
  QUOTE_EXPIRED: {
    meaning: 'Masharti hayakuwa halali tena yalipotaka kutumika.',
    operator: 'Ikiwa walipaji huamua kwa wakati, linganisha saa, na muda ambao masharti ni halali.',
  },
  TRANSFER_EXPIRED: {
    meaning: 'Uhamisho haukukamilika kabla ya muda wake kuisha.',
    operator: 'Ikitokea mara nyingi, angalia kama benki ya mlipwaji inajibu, na ulinganishe saa.',
  },
  PAYER_ERROR: {
    meaning: payerForbids,
    operator: 'Angalia kama akaunti ya mlipaji ipo, na kama ndiyo sahihi.',
  },
  PAYER_FSP_INSUFFICIENT_LIQUIDITY: {
    meaning: 'Benki ya mlipaji haina fedha za kutosha kwenye swichi.',
    operator:
      'Haraka: ongeza fedha za benki ya mlipaji kwenye swichi, au omba kikomo chake kipandishwe.',
  },
  PAYER_REJECTION: {
    meaning: 'Mlipaji au benki yake amekataa, au hakuamua kwa wakati.',
    operator: payersChoice,
  },
  PAYER_REJECTED_TXN_REQUEST: {
    meaning: 'Mlipaji amekataa ombi la malipo.',
    operator: payersChoice,
  },
  PAYER_FSP_UNSUPPORTED_TXN_TYPE: {
    meaning: 'Benki ya mlipaji haifanyi miamala ya aina hii, au mlipaji na mlipwaji wote ni wake.',
    operator:
      'Angalia ni matumizi yapi ambayo benki ya mlipaji imekubali kwenye mpango wa malipo. Pale mlipaji na mlipwaji ni wateja wake, hulipa ndani ya akaunti zake yenyewe.',
  },
  PAYER_UNSUPPORTED_CURRENCY: {
    meaning: 'Mlipaji hana akaunti ya sarafu hii.',
    operator: 'Linganisha sarafu za taasisi na zile za akaunti ya mlipaji.',
  },
  PAYER_LIMIT_ERROR: {
    meaning: 'Malipo ni zaidi ya alichonacho mlipaji, au yamezidi kikomo cha mlipaji.',
    operator: payersBalance,
  },
  PAYER_PERMISSION_ERROR: {
    meaning: 'Kanuni ya benki ya mlipaji inamkataza mlipaji malipo haya.',
    operator: payersRights,
  },
  PAYER_BLOCKED_ERROR: {
    meaning: 'Mlipaji au akaunti yake imefungwa, au haitumiki.',
    operator: payersBlock,
  },
  PAYEE_ERROR: { meaning: payeeForbids, operator: payeesReason },
  PAYEE_FSP_INSUFFICIENT_LIQUIDITY: {
    meaning: 'Benki ya mlipwaji haina fedha za kutosha kwa ajili yake.',
    operator: 'Ijulishe benki ya mlipwaji; ikiwa ni yetu, ongeza fedha kwenye akaunti inayolipa.',
  },
  PAYEE_REJECTION: { meaning: 'Mlipwaji au benki yake amekataa.', operator: payeesNo },
  PAYEE_REJECTED_QUOTE: {
    meaning: 'Mlipwaji hakubali malipo kwa masharti haya.',
    operator: payeesChoice,
  },
  PAYEE_FSP_UNSUPPORTED_TXN_TYPE: {
    meaning: 'Benki ya mlipwaji haifanyi miamala ya aina hii.',
    operator:
      'Angalia ni matumizi yapi ambayo benki ya mlipwaji imekubali kwenye mpango wa malipo.',
  },
  PAYEE_FSP_REJECTED_QUOTE: {
    meaning:
      'Benki ya mlipwaji haitoi masharti kwa hili, kwa mfano kwa sababu ada zinamaliza kiasi chote.',
    operator: 'Linganisha kiasi na ada za pande zote mbili.',
  },
  PAYEE_REJECTED_TXN: { meaning: 'Mlipwaji hakubali malipo.', operator: payeesChoice },
  PAYEE_FSP_REJECTED_TXN: {
    meaning: 'Benki ya mlipwaji haikubali malipo.',
    operator:
      'Ikiwa ni yetu, angalia kama akaunti iliyotajwa kwenye masharti bado ipo; vinginevyo iulize benki hiyo.',
  },
  PAYEE_UNSUPPORTED_CURRENCY: {
    meaning: 'Mlipwaji hana akaunti ya sarafu hii.',
    operator: 'Linganisha sarafu za benki ya mlipwaji na zile za akaunti ya mlipwaji.',
  },
  PAYEE_IDENTIFIER_NOT_VALID: {
    meaning: 'Kitambulisho ambacho malipo yalianza nacho si cha mlipwaji tena.',
    operator: 'Hakuna la kufanya: mlipaji lazima amtafute mlipwaji upya.',
  },
  PAYEE_LIMIT_ERROR: {
    meaning: 'Malipo yamezidi kikomo cha mlipwaji.',
    operator: payeesLimits,
  },
  PAYEE_PERMISSION_ERROR: {
    meaning: 'Kanuni ya benki ya mlipwaji inamkataza mlipwaji kupokea hili.',
    operator: payeesRights,
  },
  GENERIC_PAYEE_BLOCKED_ERROR: {
    meaning: 'Mlipwaji au akaunti yake imefungwa, au haitumiki.',
    operator: payeesBlock,
  },
  GENERIC_SETTLEMENT_ERROR: {
    meaning: 'Ulipanaji wa mwisho kati ya benki umeshindwa.',
    operator: settlement,
  },
};
