/** The diagrams against what they are made of: bpmnlint's rules, the workers and the messages. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import type { ModdleElement } from 'bpmn-moddle';
import {
  messageNames,
  questionsAsSignals,
  signalNames,
} from '../../connectors/common/contracts/messages';
import { checkDiagram } from '../../connectors/common/diagrams/check-diagram';
import { mappings } from '../../connectors/common/diagrams/diagram';
import {
  deployedDiagrams,
  diagramFiles,
  elementsOf,
  extensions,
  processOf,
  readDiagram,
} from '../kit/bpmn/diagrams';
import {
  elementTemplateFiles,
  elementTemplatesFolder,
  templateOf,
} from '../kit/bpmn/element-templates';
import { jobDefinitions } from '../kit/bpmn/job-definitions';
import { overlappingLabels } from '../kit/bpmn/labels';

const root = join(__dirname, '../..');

/** How a process names the key that the sender of a message makes (messages.ts). */
const correlationKeys: Readonly<Record<string, string>> = {
  [messageNames.payerDecided]: '=tenant + ":" + transactionId',
  [messageNames.quoteAnswered]: '=tenant + ":" + quoteId',
  [messageNames.transferAnswered]: '=tenant + ":" + transferId',
  [messageNames.transactionStateAsked]: '=tenant + ":" + transactionId',
  [messageNames.questionAnswered]: '=questionId',
  [messageNames.authorizationAnswered]: '=tenant + ":" + transactionRequestId',
  [messageNames.authorizationEntered]: '=tenant + ":" + requestId',
  [messageNames.authorizationCodeChecked]: '=tenant + ":" + transactionRequestId',
  [messageNames.authorizationCodePresented]: '=tenant + ":" + codePayer',
  [messageNames.transactionRequestAnswered]: '=tenant + ":" + transactionRequestId',
};
const startMessages: readonly string[] = [
  messageNames.payerTransferRequested,
  messageNames.partyLookupReceived,
  messageNames.quoteReceived,
  messageNames.transferReceived,
  messageNames.transactionRequestReceived,
  messageNames.requestToPayRequested,
  messageNames.bulkQuoteReceived,
  messageNames.bulkTransferReceived,
  messageNames.feesMissed,
  messageNames.authorizationCodeRequested,
];

/** Served and carried out, but in no process of ours yet: for the flows to come. */
const messagesToCome: readonly string[] = [
  messageNames.transactionAnswered,
  messageNames.bulkQuoteAnswered,
  messageNames.bulkQuoteStateAsked,
  messageNames.bulkTransferAnswered,
  messageNames.bulkTransferStateAsked,
  messageNames.participantsAnswered,
];
const jobsToCome: readonly string[] = [];
/** They tell a channel how a payment, or a request for one, stands. */
const tellingJobs: readonly string[] = ['channel:tell-payer:1', 'channel:tell-payee:1'];

/** Served for payments under way on the diagrams of the last version. */
const jobsOfFormerDiagrams: readonly string[] = [
  'mojaloop:check-transfer:1',
  'mojaloop:look-up-party:1',
];

/** bpmnlint finds rules of one's own by the folder that it is run in. */
const lintFolder = join(root, 'connectors/common/diagrams/bpmnlint-plugin');

/** What bpmnlint says, and whether it is content. */
async function lint(
  paths: readonly string[],
  config: readonly string[] = [],
): Promise<{ text: string; isContent: boolean }> {
  const words = ['--max-warnings', '0', ...config, ...paths];
  const program = join(root, 'node_modules/.bin/bpmnlint');
  return promisify(execFile)(program, words, { cwd: lintFolder }).then(
    ({ stdout }) => ({ text: stdout.trim(), isContent: true }),
    (error: unknown) => ({ text: (error as { stdout: string }).stdout, isContent: false }),
  );
}

const content = { text: '', isContent: true };

test('bpmnlint passes with its recommended rules, those of Camunda 8.5 and our own', async () => {
  expect(await lint(diagramFiles.map(({ path }) => path))).toEqual(content);
}, 120_000);

/** A second message on the edge of a wait for one. */
const heardBeside = `
    <bpmn:boundaryEvent id="heardBeside" name="Heard beside" attachedToRef="awaitTransfer">
      <bpmn:messageEventDefinition id="heardBeside-message" messageRef="message-transfer-answered" />
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow`;

test('bpmnlint says what hub deploy refuses: a job that no worker serves, an error or a message that is lost, a function', async () => {
  const folder = mkdtempSync(join(root, 'test/contract/.linted-'));
  try {
    const { xml } = diagramFiles.find(({ name }) => name === 'settle-payment.bpmn') ?? { xml: '' };
    const path = join(folder, 'wrong.bpmn');
    const wrong = xml
      .replace('"ams:book-funds:1"', '"ams:book-fund:1"')
      .replace('<zeebe:output source="=errorInformation" target="errorInformation" />', '')
      .replace('\n    <bpmn:sequenceFlow', heardBeside)
      .replace(/(<bpmn:conditionExpression[^>]*>)=/, '$1=(function() true)() and ');
    writeFileSync(path, wrong);
    const { text, isContent } = await lint([path]);
    expect(isContent).toBe(false);
    expect(text).toMatch(
      /bookFunds +error +no worker serves jobs of type ams:book-fund:1: is ams:book-funds:1 meant\? +payment-hub\/job-without-worker/,
    );
    expect(text).toMatch(/error +the error that it catches is lost.* +payment-hub\/lost-error/);
    expect(text).toMatch(
      /heardBeside +error +awaitTransfer waits for another.* +payment-hub\/lost-message/,
    );
    expect(text).toMatch(/error +FEEL that defines a function is.* +payment-hub\/code-in-diagram/);
    const rules = { jobs: jobDefinitions, hasForeignWorkers: false };
    const found = checkDiagram(await readDiagram(wrong), rules);
    for (const { elementId, text: why } of found) {
      expect(text).toContain(elementId);
      expect(text).toContain(why);
    }
    expect(new Set(found.map(({ rule }) => rule)).size).toBe(4);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test('every job is the business of a process, of a former one or of one to come', async () => {
  const all = await Promise.all(diagramFiles.map(({ xml }) => readDiagram(xml)));
  const used = new Set(all.flatMap((one) => elementsOf(processOf(one))).flatMap(jobTypes));
  expect([...used, ...jobsToCome, ...jobsOfFormerDiagrams].sort()).toEqual(
    [...jobDefinitions.keys()].sort(),
  );
});

test('every message is the business of a process, or of one to come', async () => {
  const all = await Promise.all(diagramFiles.map(({ xml }) => readDiagram(xml)));
  const used = new Set(all.flatMap(messagesOf).map(({ name }) => name));
  expect([...used, ...questionsAsSignals, ...messagesToCome].sort()).toEqual(
    Object.values(messageNames).sort(),
  );
});

test('processes wait for the signals under the names that their senders make', async () => {
  const all = await Promise.all(diagramFiles.map(({ xml }) => readDiagram(xml)));
  const names = [
    ...new Set(
      all
        .flatMap(({ rootElements }) => rootElements ?? [])
        .filter(({ $type }) => $type === 'bpmn:Signal')
        .map(({ name }) => name),
    ),
  ];
  const { partyFound, partyNotFound, participantAnswered, authorizationCodeReplaced } = signalNames;
  const ofPayeesDfsp = 'payment.lookupKey + ":" + get or else(participantAnswer.fspId, "")';
  const idsOf: Readonly<Record<string, string>> = {
    [messageNames.payerTransferStateAsked]: 'transactionId',
    [messageNames.quoteStateAsked]: 'quoteId',
    [messageNames.transferStateAsked]: 'transferId',
    [messageNames.authorizationCodeStateAsked]: 'authorizationCodeId',
    [messageNames.authorizationAsked]: 'transactionRequestId',
    [messageNames.transactionRequestStateAsked]: 'transactionRequestId',
    [messageNames.requestToPayStateAsked]: 'requestId',
  };
  const questions = questionsAsSignals.map(
    (name) => `="${name}:" + tenant + ":" + ${idsOf[name] ?? ''}`,
  );
  expect(names.toSorted()).toEqual(
    [
      ...questions,
      `="${participantAnswered}:" + payment.lookupKey`,
      `="${authorizationCodeReplaced}:" + tenant + ":" + codePayer`,
      `="${partyFound}:" + ${ofPayeesDfsp}`,
      `="${partyNotFound}:" + ${ofPayeesDfsp}`,
      `="${partyNotFound}:" + payment.lookupKey`,
    ].toSorted(),
  );
});

describe.each(diagramFiles)('$name', ({ name, xml }) => {
  let definitions: ModdleElement;
  let elements: ModdleElement[];

  beforeAll(async () => {
    definitions = await readDiagram(xml);
    elements = elementsOf(processOf(definitions));
  });

  test('bears the name of its process', () => {
    expect(`${processOf(definitions).id}.bpmn`).toBe(name);
  });

  test('opens in Camunda Modeler as a diagram for Camunda 8.5', () => {
    expect(xml).toContain('modeler:executionPlatform="Camunda Cloud"');
    expect(xml).toContain('modeler:executionPlatformVersion="8.5.0"');
  });

  test('names every event, task, question and answer', () => {
    const nameless = elements.filter((element) => needsName(element) && !element.name);
    expect(nameless.map(({ id }) => id)).toEqual([]);
  });

  test('shows every element', () => {
    expect(notShown(definitions)).toEqual([]);
  });

  test('lays no label on another one, on a shape or on a line', () => {
    expect(overlappingLabels(definitions)).toEqual([]);
  });

  test('gives each job the attempts of its worker, and the template of its type', () => {
    for (const element of elements.filter(({ $type }) => $type === 'bpmn:ServiceTask')) {
      const [type = ''] = jobTypes(element);
      const { id, version } = templateOf(type);
      expect({
        type,
        retries: attemptsOf(element),
        template: element.get('zeebe:modelerTemplate'),
        version: element.get('zeebe:modelerTemplateVersion'),
      }).toEqual({
        type,
        retries: String(jobDefinitions.get(type)?.retries),
        template: id,
        version,
      });
    }
  });

  test('goes on from every error that a job may end with', () => {
    const jobs = elements.filter(({ $type }) => $type === 'bpmn:ServiceTask');
    const uncaught = jobs.flatMap((job) => {
      const caught = codesCaughtAt(job, elements);
      return errorCodesOf(job)
        .filter((code) => !caught.includes(code) && !caught.includes('any'))
        .map((code) => `${job.id}: ${code}`);
    });
    expect(uncaught).toEqual([]);
  });

  test('warns of every job whose failure leaves money to an operator', () => {
    const silent = elements
      .filter((one) => one.get('attachedToRef') !== undefined)
      .filter(({ outgoing = [] }) => outgoing.some(({ targetRef }) => leadsToOperator(targetRef)))
      .flatMap((one) => jobTypes(one.get('attachedToRef') as ModdleElement))
      .filter((type) => {
        const definition = jobDefinitions.get(type);
        return definition === undefined || !('failureLeavesMoneyToOperator' in definition);
      });
    expect(silent).toEqual([]);
  });

  test('waits for messages under the keys that their senders use', () => {
    for (const message of messagesOf(definitions)) {
      const starts = startMessages.includes(message.name ?? '');
      const key = extensions(message, 'zeebe:Subscription')[0]?.correlationKey;
      expect([message.name, key]).toEqual([
        message.name,
        starts ? undefined : correlationKeys[message.name ?? ''],
      ]);
    }
  });
});

/** Ends that are left out as deployed are drawn all the same: the diagrams themselves are held to these rules. */
function withoutEnds(folder: string): string {
  const rules = { 'no-implicit-end': 'off', 'end-event-required': 'off' };
  const usual = JSON.parse(readFileSync(join(lintFolder, '.bpmnlintrc'), 'utf8')) as {
    rules: object;
  };
  const path = join(folder, 'bpmnlintrc.json');
  writeFileSync(path, JSON.stringify({ ...usual, rules: { ...usual.rules, ...rules } }));
  return path;
}

/** What is true of a whole payment, and not of the pieces that it is drawn in. */
describe('as they are deployed', () => {
  test('bpmnlint passes, and what is drawn can be read', async () => {
    const folder = mkdtempSync(join(root, 'test/contract/.deployed-'));
    try {
      const diagrams = await deployedDiagrams();
      const paths = diagrams.map(({ name, xml }) => {
        const path = join(folder, name);
        writeFileSync(path, xml);
        return path;
      });
      expect(await lint(paths, ['--config', withoutEnds(folder)])).toEqual(content);
      const all = await Promise.all(diagrams.map(({ xml }) => readDiagram(xml)));
      expect(all.flatMap(overlappingLabels)).toEqual([]);
      expect(all.flatMap(notShown)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test('they know how the payment stands before the payer is told', async () => {
    const all = await Promise.all((await deployedDiagrams()).map(({ xml }) => readDiagram(xml)));
    const unset = all
      .map(processOf)
      .map(elementsOf)
      .flatMap((elements) =>
        elements
          .filter((one) => jobTypes(one).some((type) => tellingJobs.includes(type)))
          .flatMap((task) => waysWithoutOutcome(task, elements)),
      );
    expect(unset).toEqual([]);
  });

  test('hub deploy refuses none of them', async () => {
    const rules = { jobs: jobDefinitions, hasForeignWorkers: false };
    const all = await Promise.all((await deployedDiagrams()).map(({ xml }) => readDiagram(xml)));
    expect(all.flatMap((one) => checkDiagram(one, rules))).toEqual([]);
  });
});

/** After an attempt in vain that an operator heard of there is one a time: `=if ... then 1 else 8`. */
function attemptsOf(job: ModdleElement): string | undefined {
  const [{ retries } = {}] = extensions(job, 'zeebe:TaskDefinition');
  const expression = /^=if (?<condition>.*) then (?<then>\d+) else (?<otherwise>\d+)$/.exec(
    retries ?? '',
  );
  const { then, otherwise } = expression?.groups ?? {};
  return then === '1' ? otherwise : otherwise === '1' ? then : retries;
}

/** Who asked hears it first, of a request to pay the payee's DFSP: it changes nothing of how the payment stands. */
const isAnswer = (one: ModdleElement) => jobTypes(one).includes('mojaloop:answer-request:1');

/** Elements that lead to this one, over gateways at most, and do not set `outcome`: who asks would hear an old one. */
function waysWithoutOutcome(to: ModdleElement, elements: readonly ModdleElement[]): string[] {
  const before = elements.flatMap(({ $type, targetRef, sourceRef }) =>
    $type === 'bpmn:SequenceFlow' && targetRef === to && sourceRef !== undefined ? [sourceRef] : [],
  );
  return before.flatMap((one) => {
    const host = one.get('attachedToRef') as ModdleElement | undefined;
    if (one.$type === 'bpmn:ExclusiveGateway' || isAnswer(one)) {
      return waysWithoutOutcome(one, elements);
    }
    if (host !== undefined && isAnswer(host)) return waysWithoutOutcome(host, elements);
    const sets = mappings(one, 'output').some(({ target }) => target === 'outcome');
    return sets ? [] : [`${one.id} to ${to.id}`];
  });
}

function errorCodesOf(job: ModdleElement): string[] {
  const [type = ''] = jobTypes(job);
  return Object.keys(jobDefinitions.get(type)?.bpmnErrors ?? {});
}

/** Directly, or over the link that stands in for a line. */
function leadsToOperator(element: ModdleElement | undefined): boolean {
  return element?.id === 'operatorMatter' || element?.name === 'Operator needed';
}

/** Elements that are not drawn, and drawings of none. */
function notShown(definitions: ModdleElement): string[] {
  const elements = elementsOf(processOf(definitions)).map(({ id }) => id);
  const shown = (definitions.diagrams ?? []).flatMap(({ plane }) =>
    plane.planeElement.map(({ bpmnElement }) => bpmnElement.id),
  );
  const once = shown.filter((id, index) => shown.indexOf(id) === index);
  return [
    ...elements.filter((id) => !once.includes(id)),
    ...shown.filter((id, index) => !elements.includes(id) || shown.indexOf(id) !== index),
  ];
}

/** `any`: an error event without a code. */
function codesCaughtAt(job: ModdleElement, elements: readonly ModdleElement[]): string[] {
  const attached = elements.filter((one) => one.get('attachedToRef') === job);
  const definitions = attached.flatMap(
    (event) => (event.get('eventDefinitions') ?? []) as ModdleElement[],
  );
  return definitions
    .filter(({ $type }) => $type === 'bpmn:ErrorEventDefinition')
    .map((one) => {
      const error = one.get('errorRef') as ModdleElement | undefined;
      return (error?.get('errorCode') as string | undefined) ?? 'any';
    });
}

describe('element templates', () => {
  test('are what the workers say (else: npm run generate:element-templates)', () => {
    const kept = readdirSync(elementTemplatesFolder).map(
      (name) => [name, readFileSync(join(elementTemplatesFolder, name), 'utf8')] as const,
    );
    expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(elementTemplateFiles()));
  });

  test('are such as the Modeler accepts, and say what each input is', () => {
    for (const text of elementTemplateFiles().values()) {
      expect(validateZeebe(JSON.parse(text))).toMatchObject({ valid: true, errors: null });
      expect(text).not.toContain('"description": ""');
    }
  });
});

function jobTypes(element: ModdleElement): string[] {
  return extensions(element, 'zeebe:TaskDefinition').map(({ type = '' }) => type);
}

function messagesOf(definitions: ModdleElement): ModdleElement[] {
  return (definitions.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Message');
}

/** A gateway where flows only meet, all go on or wait for an event asks nothing, and a flow without a question before it answers nothing. */
function needsName({ $type, outgoing = [], sourceRef }: ModdleElement): boolean {
  if ($type === 'bpmn:ParallelGateway') return false;
  if ($type === 'bpmn:ExclusiveGateway') return outgoing.length > 1;
  if ($type === 'bpmn:SequenceFlow') {
    const asks = !['bpmn:ParallelGateway', 'bpmn:EventBasedGateway'].includes(
      sourceRef?.$type ?? '',
    );
    return asks && (sourceRef?.outgoing?.length ?? 0) > 1;
  }
  return true;
}
