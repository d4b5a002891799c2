import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { resources, type FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import { currency, payee, payer } from '../bank';
import type { Stage } from '../stage';
import { committingPayee, reservingPayee, toolkitFsp } from '../tenants';
import { readCollection, withInputs, type Collection } from '../toolkit/collection';
import { corrected } from '../toolkit/corrections';
import { answer, refuse, type Rules } from '../toolkit/rules';
import { assertionsOfReport, type Assertion, type Suite } from './suite';

/** The toolkit's own collections for DFSPs, without those for currency exchange and for its web page. */
const toolkitsOwn = [
  'p2p_happy_path',
  'p2p_happy_path_extended',
  'p2p_failed_tests',
  'p2p_happy_path_jws',
  'transaction_request_service',
];

const ownFolder = join(__dirname, '../collections');

/** The toolkit as the payer's DFSP, against what the hub serves. */
export const payeeSuites: readonly Suite[] = [
  ...toolkitsOwn.map((name) =>
    payeeSuite(`toolkit: ${name}`, (stage, version) =>
      corrected(readCollection(join(stage.toolkit.collectionsFolder, `${name}.json`), version)),
    ),
  ),
  ...readdirSync(ownFolder).map((file) =>
    payeeSuite(`ours: ${basename(file, '.json')}`, (_stage, version) =>
      readCollection(join(ownFolder, file), version),
    ),
  ),
];

function payeeSuite(
  name: string,
  read: (stage: Stage, version: FspiopVersion) => Collection,
): Suite {
  return {
    name,
    toolkitIs: 'payer',
    onlySigned: name.endsWith('_jws'),
    play: (stage, version) => play(stage, withInputs(read(stage, version), inputsOf(version))),
  };
}

/**
 * What a collection leaves behind, as the switch ends it. Rules that the toolkit comes with take a second of CPU for
 * each answer, which is random.
 */
const wordsOfSwitch: Rules = {
  callback: [
    answer(
      { method: 'get', path: '/transfers/{ID}' },
      {
        source: 'Hub',
        body: { transferState: 'COMMITTED', completedTimestamp: '{$function.generic.curDateISO}' },
      },
    ),
  ],
  // A request to pay is over when the switch knows nobody who serves the payee.
  validation: [
    refuse(
      { method: 'get', path: '/participants/{Type}/{ID}' },
      {
        source: 'Hub',
        body: { errorInformation: { errorCode: '3204', errorDescription: 'Party not found' } },
      },
    ),
  ],
};

async function play(stage: Stage, collection: Collection): Promise<Assertion[]> {
  await stage.toolkit.setRules(wordsOfSwitch);
  await stage.toolkit.configure({ CALLBACK_ENDPOINT: stage.hubUrl, HUB_ONLY_MODE: false });
  return assertionsOfReport(await stage.toolkit.run(collection));
}

/** Who pays whom, in the words of the toolkit's collections and of ours. */
function inputsOf(version: FspiopVersion): Record<string, string> {
  const mediaType = (resource: string) =>
    `application/vnd.interoperability.${resource}+json;version=${version}`;
  const mediaTypes = resources.map((resource) => [`mediaType-${resource}`, mediaType(resource)]);
  return {
    ...(Object.fromEntries(mediaTypes) as Record<string, string>),
    version,
    major: version.split('.', 1)[0] ?? version,
    currency,
    amount: '100',
    fromFspId: toolkitFsp,
    fromIdValue: payer.msisdn,
    toFspId: committingPayee,
    reservingFspId: reservingPayee,
    toIdValue: payee.msisdn,
    accept: mediaType('parties'),
    contentType: mediaType('parties'),
    acceptQuotes: mediaType('quotes'),
    contentTypeQuotes: mediaType('quotes'),
    acceptTransfers: mediaType('transfers'),
    contentTransfers: mediaType('transfers'),
    // In transaction_request_service it is the payee who asks.
    payerIdValue: payee.msisdn,
    payeeIdValue: payer.msisdn,
    payeeFspId: toolkitFsp,
  };
}
