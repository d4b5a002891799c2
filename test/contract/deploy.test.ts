/** What `hub deploy` refuses before it asks the engine, and how it tells. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../connectors/common/clock';
import { deployCommand } from '../../connectors/common/diagrams/deploy-command';
import { diagramFiles } from '../kit/bpmn/diagrams';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'diagrams-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The hub's own diagram, changed as a person would who does not know better. */
function put(name: string, change: (xml: string) => string = (xml) => xml, as = name): void {
  const { xml, path } = diagramFiles.find((one) => one.name === name) ?? { xml: '', path: '' };
  const changed = change(xml);
  if (xml === '') throw new Error(`there is no ${name}`);
  const isShared = path.includes('/shared/');
  mkdirSync(join(folder, isShared ? 'shared' : '.'), { recursive: true });
  writeFileSync(join(folder, isShared ? 'shared' : '.', as), changed);
}

const noLog = () => undefined;
const log = { debug: noLog, info: noLog, warn: noLog, error: noLog, child: () => log };

/** `deployed`: the files that reached the engine. */
async function deploy(...words: string[]) {
  const said = { err: '', exitCode: 0, deployed: [] as string[], said: '' };
  const terminal = {
    out: (text: string) => void (said.said += text.replaceAll(folder, 'FOLDER')),
    err: (text: string) => void (said.err += text.replaceAll(folder, 'FOLDER')),
    exitCode: (code: number) => void (said.exitCode = code),
  };
  const door = {
    checkHealth: () => Promise.resolve(),
    drain: () => Promise.resolve(),
    deploy: (files: readonly { name: string }[]) => {
      said.deployed.push(...files.map(({ name }) => name));
      return Promise.resolve([]);
    },
  };
  const connect = () => ({ door, address: 'broker:26500', log });
  const makeTopics = () => Promise.resolve({ made: [], differing: [] });
  const deps = { jobs: jobDefinitions, clock: systemClock, connect, makeTopics };
  await deployCommand(terminal, deps).parseAsync(words, { from: 'user' });
  return said;
}

const refused = (...lines: string[]) => ({
  err: [...lines, 'Nothing was deployed.', ''].join('\n'),
  exitCode: 1,
  deployed: [],
  said: '',
});

test('a folder of right diagrams is deployed, and pages beside them are not', async () => {
  put('payee-quote.bpmn');
  put('missed-fees.bpmn');
  writeFileSync(join(folder, 'README.md'), 'about them');
  writeFileSync(join(folder, '.hidden.form'), '{}');
  expect(await deploy(folder)).toEqual({
    err: '',
    exitCode: 0,
    deployed: ['missed-fees.bpmn', 'payee-quote.bpmn'],
    said: '',
  });
});

test('no folder, a file in its place and an empty folder are told apart', async () => {
  expect(await deploy(join(folder, 'none'))).toEqual(refused('there is no folder FOLDER/none'));
  put('payee-quote.bpmn');
  expect(await deploy(join(folder, 'payee-quote.bpmn'))).toEqual(
    refused('FOLDER/payee-quote.bpmn is a file: name the folder that it lies in'),
  );
  mkdirSync(join(folder, 'empty'));
  expect(await deploy(join(folder, 'empty'))).toEqual(
    refused('there is no *.bpmn file in FOLDER/empty'),
  );
});

test('a diagram that cannot be read is told without a stack', async () => {
  put('payee-quote.bpmn');
  symlinkSync(join(folder, 'gone'), join(folder, 'link.bpmn'));
  mkdirSync(join(folder, 'older.bpmn'));
  expect(await deploy(folder)).toEqual(
    refused(
      'link.bpmn: cannot be read (ENOENT)',
      'older.bpmn: is a folder: folders in a folder are not deployed',
    ),
  );
});

test('what would be left behind in silence is named, and so is what is no diagram', async () => {
  put('payee-quote.bpmn');
  put('missed-fees.bpmn', undefined, 'Fees.BPMN');
  writeFileSync(join(folder, 'limits.dmn'), '<definitions/>');
  writeFileSync(join(folder, 'ask.form'), '{}');
  writeFileSync(join(folder, 'latin1.bpmn'), Buffer.from('<é/>', 'latin1'));
  writeFileSync(join(folder, 'notes.bpmn'), 'not XML');
  const { err, deployed } = await deploy(folder);
  expect(deployed).toEqual([]);
  expect(err.split('\n').map((line) => line.slice(0, 50))).toEqual([
    'Fees.BPMN: the engine takes diagrams whose names e',
    'ask.form: forms are not deployed here, for no one ',
    'limits.dmn: decision tables are not deployed here:',
    'latin1.bpmn: this is not UTF-8 text: save it as UT',
    expect.stringMatching(/^notes\.bpmn: this is no BPMN: /),
    'Nothing was deployed.',
    '',
  ]);
});

test('a job type that no worker serves is refused with its element, unless others serve it', async () => {
  put('payer-transfer.bpmn');
  put('settle-payment.bpmn', (xml) => xml.replace('"ams:book-funds:1"', '"ams:book-fund:1"'));
  expect(await deploy(folder)).toEqual(
    refused(
      'payer-transfer.bpmn: bookFunds "Book funds": no worker serves jobs of type ams:book-fund:1: ' +
        'is ams:book-funds:1 meant? (served by others: --force)',
    ),
  );
  expect(await deploy(folder, '--force')).toMatchObject({
    exitCode: 0,
    deployed: ['payer-transfer.bpmn'],
  });
});

test("a user task waits for nobody's tasklist, and a listener is a job too", async () => {
  put('payee-quote.bpmn', (xml) =>
    xml
      .replace(/<bpmn:serviceTask (id="\w+")/, '<bpmn:userTask $1')
      .replace('</bpmn:serviceTask>', '</bpmn:userTask>')
      .replace(
        '<zeebe:ioMapping>',
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="mine:audit:1" /></zeebe:executionListeners><zeebe:ioMapping>',
      ),
  );
  const { err } = await deploy(folder);
  expect(err).toContain('no worker serves jobs of type io.camunda.zeebe:userTask');
  expect(err).toContain('no worker serves jobs of type mine:audit:1');
});

/** Takes the output mappings of one element out. */
const withoutOutputs = (id: string) => (xml: string) => {
  const start = xml.indexOf(`id="${id}"`);
  const end = xml.indexOf('</bpmn:extensionElements>', start);
  const inside = xml.slice(start, end).replace(/<zeebe:output [^>]*\/>/g, '');
  return xml.slice(0, start) + inside + xml.slice(end);
};

test('an error that is caught and lost before it is answered with is refused with the event', async () => {
  put('payee-transfer.bpmn', withoutOutputs('reserveFailed'));
  const { err, deployed } = await deploy(folder, '--force');
  expect(deployed).toEqual([]);
  expect(err).toMatch(
    /^payee-transfer\.bpmn: reserveFailed "Not as agreed, or not possible": the error that it/,
  );
  expect(err).toContain('and refuseTransfer reads errorInformation');
});

test('an error that a later step only tells of is missed behind other jobs too', async () => {
  put('payer-transfer.bpmn');
  put('settle-payment.bpmn', withoutOutputs('releaseFailed'));
  const { err } = await deploy(folder);
  expect(err).toContain('payer-transfer.bpmn: releaseFailed "Release failed": the error that it');
});

test('an error that is not needed is said to be so in the diagram', async () => {
  put('payee-transfer.bpmn', (xml) =>
    xml.replace('name="errorInformation" value="not needed"', 'name="anything" value="else"'),
  );
  expect((await deploy(folder)).err).toContain(
    'askFailed "Switch not reached": the error that it catches is lost',
  );
});

describe('what an unpatched engine could be made to run code by, and no process of ours needs', () => {
  const feel = '=(function(a) a + 1)(1)';
  const mapping = '=get or else(arrival.receivedAt, receivedAt)';
  const places: Record<string, [element: string, change: (xml: string) => string]> = {
    'a mapping': ['evaluateFees', (xml) => xml.replace(mapping, feel)],
    'a mapping, as part of a text': [
      'evaluateFees',
      (xml) => xml.replace(mapping, '=&#34;a function&#34;'),
    ],
    'a mapping, over two lines': [
      'evaluateFees',
      (xml) => xml.replace(mapping, '&#10;=1 +&#10;(function (a) a)(1)'),
    ],
    'a timer': ['timeToForget', (xml) => xml.replace(/=duration\(payeeTimers[^<]*/, feel)],
    'a job type': ['quotePayee', (xml) => xml.replace('"ams:quote-payee:1"', `"${feel}"`)],
    'an attribute that nobody knows': [
      'quotePayee',
      (xml) =>
        // Where an end is left out, it is refused for the attribute alone.
        xml.replace('value="left out"', '').replace('"ams:quote-payee:1"', `$& newer="${feel}"`),
    ],
    'an extension that is not ours': [
      'quotePayee',
      (xml) =>
        xml.replace(/<zeebe:taskDefinition/, `<q:own xmlns:q="urn:q"><q:x>${feel}</q:x></q:own>$&`),
    ],
    "a message's name": [
      'message-quote-received',
      (xml) => xml.replace('name="quote-received"', `name="${feel}"`),
    ],
  };

  test.each(Object.entries(places))('is refused in %s', async (_place, [element, change]) => {
    put('payee-quote.bpmn', change);
    const { err, deployed } = await deploy(folder, '--force');
    expect(deployed).toEqual([]);
    expect(err).toMatch(
      new RegExp(`^payee-quote\\.bpmn: ${element} "[^"]*": FEEL that defines a function is not`),
    );
  });

  test('is refused in a condition of a called process, with the diagram that it is woven into', async () => {
    put('payer-transfer.bpmn');
    put('settle-payment.bpmn', (xml) =>
      xml.replace(/(<bpmn:conditionExpression[^>]*>)=/, '$1=(function() true)() and '),
    );
    const { err, deployed } = await deploy(folder, '--force');
    expect(deployed).toEqual([]);
    expect(err).toMatch(/^payer-transfer\.bpmn: \S+ "[^"]*": FEEL that defines a function/);
  });

  test('names and texts may have the word, and names that begin with it are names', async () => {
    put('payee-quote.bpmn', (xml) =>
      xml
        .replace(mapping, '=functions.function1 + functional')
        .replace('name="Answer with quote"', 'name="Answer, the function (of this)"'),
    );
    expect(await deploy(folder)).toMatchObject({ err: '', deployed: ['payee-quote.bpmn'] });
  });

  test('is a decision table too, called by whatever task; a rule that a worker decides is a job', async () => {
    const asRule = (xml: string, inside: string) =>
      xml
        .replace(/<bpmn:serviceTask (id="quotePayee")/, '<bpmn:businessRuleTask $1')
        .replace('</bpmn:serviceTask>', '</bpmn:businessRuleTask>')
        .replace('<zeebe:taskDefinition type="ams:quote-payee:1" retries="2" />', inside);
    put('payee-quote.bpmn', (xml) =>
      asRule(xml, '<zeebe:calledDecision decisionId="limits" resultVariable="limit" />'),
    );
    expect((await deploy(folder, '--force')).err).toContain(
      'payee-quote.bpmn: quotePayee "Ask payee\'s account": it calls a decision table, and none is',
    );
    put('payee-quote.bpmn', (xml) =>
      asRule(xml, '<zeebe:taskDefinition type="ams:quote-payee:1" />'),
    );
    expect(await deploy(folder)).toMatchObject({ err: '', deployed: ['payee-quote.bpmn'] });
  });

  test('does not hide in what only the engine would read', async () => {
    put('payee-quote.bpmn', (xml) => xml.replace('<zeebe:ioMapping>', '<zeebe:unheardOf />$&'));
    expect((await deploy(folder, '--force')).err).toMatch(
      /^payee-quote\.bpmn: unparsable content <zeebe:unheardOf> .* it would be deployed unseen\n/,
    );
    put('payee-quote.bpmn', (xml) => xml.replace('?>', '?><!DOCTYPE d [<!ENTITY e "=1">]>'));
    expect((await deploy(folder, '--force')).err).toContain('it would be deployed unseen');
    put('payee-quote.bpmn', (xml) => xml.replace('encoding="UTF-8"', 'encoding="UTF-7"'));
    expect((await deploy(folder, '--force')).err).toContain('this is not UTF-8 text');
  });
});

test('the hub refuses none of its own flows, drawn into payments by integrators', async () => {
  const flows = join(__dirname, '../integration/flows');
  for (const name of ['ask-and-await.bpmn', 'fees-on-the-way.bpmn']) {
    writeFileSync(join(folder, name), readFileSync(join(flows, name)));
  }
  expect(await deploy(folder, '--force')).toMatchObject({ err: '', exitCode: 0 });
});

test('called processes that are woven in are not deployed, but are in their callers', async () => {
  const out = join(folder, 'written');
  const { deployed, said } = await deploy('--write', out);
  expect(deployed).toEqual([]);
  const ours = readdirSync(join(__dirname, '../../bpmn')).filter((name) => name.endsWith('.bpmn'));
  expect(said).toBe(`Written to FOLDER/written, and not deployed: ${ours.length} diagrams.\n`);
  expect(readdirSync(out)).not.toContain('settle-payment.bpmn');
  const written = readFileSync(join(out, 'payer-transfer.bpmn'), 'utf8');
  expect(written).toContain('"ams:book-funds:1"');
  expect(written).not.toContain('callActivity');
});

test('a diagram of one’s own finds the called processes of this build, and those of its folder before them', async () => {
  const origin = join(__dirname, '../fixtures/origins/merchant-payment.bpmn');
  writeFileSync(join(folder, 'merchant-payment.bpmn'), readFileSync(origin));
  expect(await deploy(folder)).toMatchObject({ err: '', deployed: ['merchant-payment.bpmn'] });
  put('settle-payment.bpmn', (xml) => xml.replace('"ams:book-funds:1"', '"mine:book:1"'));
  expect((await deploy(folder)).err).toContain('no worker serves jobs of type mine:book:1');
});

test('a call of nothing, and of what cannot be woven in, is refused with its file', async () => {
  put('payer-transfer.bpmn', (xml) => xml.replace('processId="agree-quote"', 'processId="agree"'));
  expect(await deploy(folder)).toEqual(
    refused(
      'payer-transfer.bpmn: agreeQuote "Agree on a quote" calls agree, which is neither in this folder nor in this ' +
        'build (deployed by others: --force)',
    ),
  );
  put('payer-transfer.bpmn', (xml) => xml.replace('= "agreed"', '= "aggreed"'));
  expect((await deploy(folder)).err).toContain(
    'payer-transfer.bpmn: agreedQuestion "Terms agreed?" asks how agree-quote ended, and no end of it says "aggreed"',
  );
});

test('a process that two files have is told with both', async () => {
  put('payer-transfer.bpmn');
  put('settle-payment.bpmn');
  put('settle-payment.bpmn', undefined, 'again.bpmn');
  expect((await deploy(folder)).err).toContain('the process settle-payment is in again.bpmn too');
});

test('topics are made before the first process is there, and what is other than it should be is told', async () => {
  put('payee-quote.bpmn');
  const steps: string[] = [];
  const door = {
    checkHealth: () => Promise.resolve(),
    drain: () => Promise.resolve(),
    deploy: () => {
      steps.push('deployed');
      return Promise.resolve([]);
    },
  };
  const say = (fields: object, text: string) =>
    void steps.push(`${text} ${JSON.stringify(fields)}`);
  const told = { ...log, info: say, warn: say };
  const terminal = { out: noLog, err: noLog, exitCode: noLog };
  const makeTopics = () =>
    Promise.resolve({ made: ['a'], differing: ['b: partitions is 3, not 6'] });
  const connect = () => ({ door, address: 'broker:26500', log: told });
  const deps = { jobs: jobDefinitions, clock: systemClock, connect, makeTopics };
  await deployCommand(terminal, deps).parseAsync([folder], { from: 'user' });
  const [made, differs, , deployed] = steps;
  expect(made).toContain('"a"');
  expect(differs).toContain('b: partitions is 3, not 6');
  expect(deployed).toBe('deployed');
});
