import { randomUUID } from 'node:crypto';
import { ZBClient } from 'zeebe-node';
import { withArrival } from '../../../connectors/common/contracts/arrival';
import type { ErrorInformation } from '../../../connectors/common/contracts/fspiop';
import { startZeebe, type Zeebe } from '../stack/zeebe';
import { deployedDiagrams, type DiagramText } from '../bpmn/diagrams';
import { isEndOf, startRecordStream, type EngineRecord, type RecordStream } from './record-stream';

type Variables = Readonly<Record<string, unknown>>;

const messageTimeToLiveMs = 3_600_000;
const patienceMs = 10_000;
const jobTimeoutMs = 86_400_000;

/** A real broker with the hub's processes, whose jobs and messages come from the test. */
export class Engine {
  private clockOffsetMs = 0;
  private readonly started: ProcessInstance[] = [];

  private constructor(
    private readonly zeebe: Zeebe,
    readonly stream: RecordStream,
    readonly client: ZBClient,
  ) {}

  /** `settings`: further ones of the broker; `diagrams`: others than `hub deploy` would deploy. */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    hear?: (document: string) => void,
    diagrams?: readonly DiagramText[],
  ): Promise<Engine> {
    const stream = await startRecordStream(hear);
    const zeebe = await startZeebe({
      controlledClock: true,
      environment: { ...stream.exporterSettings, ...settings },
    });
    const client = new ZBClient(zeebe.gatewayAddress, { loglevel: 'NONE', retry: true });
    for (const { xml, name } of diagrams ?? (await deployedDiagrams())) {
      await client.deployResource({ process: Buffer.from(xml), name });
    }
    return new Engine(zeebe, stream, client);
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.zeebe.stop();
    await this.stream.close();
  }

  /** For the hub's own workers. */
  get gatewayAddress(): string {
    return this.zeebe.gatewayAddress;
  }

  /** What the engine takes for now. */
  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  async moveClock(seconds: number): Promise<void> {
    await this.zeebe.moveClock(seconds * 1_000);
    this.clockOffsetMs += seconds * 1_000;
  }

  async publish(
    name: string,
    correlationKey: string,
    variables: Variables,
    messageId: string = randomUUID(),
  ): Promise<string> {
    const { key } = await this.client.publishMessage({
      name,
      correlationKey,
      messageId,
      timeToLive: messageTimeToLiveMs,
      variables,
    });
    return String(key);
  }

  /** Heard by who waits now. */
  async broadcast(signalName: string, variables: Variables): Promise<void> {
    await this.client.broadcastSignal({
      signalName,
      variables: variables as Record<string, string>,
    });
  }

  /** As a part does that wants an answer out of a running process; resolves when it has one or none. */
  async ask(questionId: string): Promise<{ process: ProcessInstance; answer: unknown }> {
    const { processInstanceKey, variables } = await this.client.createProcessInstanceWithResult({
      bpmnProcessId: 'await-answer',
      variables: { questionId, timeout: 'PT5S' },
      fetchVariables: ['answer'],
      requestTimeout: patienceMs,
    });
    const { answer } = variables as Variables;
    return { process: new ProcessInstance(this, processInstanceKey), answer };
  }

  /** Ends what a test has left behind, so that its jobs do not meet the next test. */
  async cleanUp(): Promise<void> {
    for (const { key } of this.started.splice(0)) {
      const isOver = this.stream.records.some(isEndOf(key));
      if (!isOver) await this.client.cancelProcessInstance(key);
    }
  }

  /** Publishes a start message; resolves with what it started. */
  async start(
    name: string,
    correlationKey: string,
    variables: Variables,
  ): Promise<ProcessInstance> {
    const messageKey = await this.publish(name, correlationKey, variables, correlationKey);
    const { value } = await this.stream.first(
      `${name} to start a process`,
      (record) =>
        record.valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' &&
        record.intent === 'CORRELATED' &&
        String(record.value.messageKey) === messageKey,
    );
    const process = new ProcessInstance(this, String(value.processInstanceKey));
    this.started.push(process);
    return process;
  }
}

export class ProcessInstance {
  private readonly reached = new Map<string, number>();

  constructor(
    private readonly engine: Engine,
    readonly key: string,
  ) {}

  /** Resolves once the process stands at the element, once more than it was asked to before. */
  async reaches(elementId: string): Promise<void> {
    await this.reachesOneOf(elementId);
  }

  /** Resolves with the one that is reached first, once more than before. */
  async reachesOneOf(...elementIds: string[]): Promise<string> {
    const left = new Map(elementIds.map((id) => [id, (this.reached.get(id) ?? 0) + 1]));
    const { value } = await this.engine.stream.first(elementIds.join(' or '), (record) =>
      elementIds.some((id) => {
        if (!this.isStep(record, 'ELEMENT_ACTIVATED', id)) return false;
        const stillToCome = (left.get(id) ?? 0) - 1;
        left.set(id, stillToCome);
        return stillToCome === 0;
      }),
    );
    const elementId = value.elementId ?? '';
    this.reached.set(elementId, (this.reached.get(elementId) ?? 0) + 1);
    return elementId;
  }

  /** The process waits there until the time-out that `seconds` pass. */
  async timesOut(elementId: string, seconds: number): Promise<void> {
    await this.reaches(elementId);
    await this.engine.moveClock(seconds);
  }

  async ends(): Promise<void> {
    await this.engine.stream.first(
      'the end of the process',
      (record) =>
        record.intent === 'ELEMENT_COMPLETED' &&
        record.value.bpmnElementType === 'PROCESS' &&
        this.isMine(record),
    );
  }

  /** Ids of the elements of a type that were entered, in order. */
  visits(bpmnElementType: string): string[] {
    return this.engine.stream.records
      .filter(
        (record) =>
          this.isMine(record) &&
          record.valueType === 'PROCESS_INSTANCE' &&
          record.intent === 'ELEMENT_ACTIVATED' &&
          record.value.bpmnElementType === bpmnElementType,
      )
      .map(({ value }) => value.elementId ?? '');
  }

  /** Its last value in the process itself, not in one of its steps. */
  variable(name: string): unknown {
    const last = this.engine.stream.records.findLast(
      ({ valueType, value }) =>
        valueType === 'VARIABLE' &&
        value.name === name &&
        String(value.scopeKey) === this.key &&
        String(value.processInstanceKey) === this.key,
    );
    return last?.value.value === undefined ? undefined : (JSON.parse(last.value.value) as unknown);
  }

  /** The next job of a type, which must be this process's. */
  async job(type: string): Promise<TestJob> {
    const [job] = await this.engine.client.activateJobs({
      type,
      worker: 'test',
      timeout: jobTimeoutMs,
      maxJobsToActivate: 1,
      requestTimeout: patienceMs,
    });
    if (job === undefined) throw new Error(`There is no job ${type}`);
    if (!(await this.isOwn(job.processInstanceKey))) {
      throw new Error(`${type} is another process's job`);
    }
    return new TestJob(this.engine.client, job);
  }

  /** Takes the next job of a type and completes it; resolves with the variables that it saw. */
  async does(type: string, output: Variables = {}): Promise<Variables> {
    const job = await this.job(type);
    await job.complete(output);
    return job.variables;
  }

  /** It, or a process that it calls. */
  private async isOwn(key: string): Promise<boolean> {
    if (key === this.key) return true;
    const { value } = await this.engine.stream.first(
      'a process of whom a job is',
      ({ value: { bpmnElementType, processInstanceKey } }) =>
        bpmnElementType === 'PROCESS' && String(processInstanceKey) === key,
    );
    return String(value.parentProcessInstanceKey) === this.key;
  }

  private isStep(record: EngineRecord, intent: string, elementId: string): boolean {
    return (
      record.valueType === 'PROCESS_INSTANCE' &&
      record.intent === intent &&
      record.value.elementId === elementId &&
      this.isMine(record)
    );
  }

  private isMine({ value }: EngineRecord): boolean {
    return String(value.processInstanceKey) === this.key;
  }
}

export class TestJob {
  readonly elementId: string;
  /** Attempts left, this one included. */
  readonly retries: number;
  /** As a worker sees them. */
  readonly variables: Variables;
  readonly key: string;

  constructor(
    private readonly client: ZBClient,
    job: Pick<TestJob, 'key' | 'elementId' | 'retries' | 'variables'>,
  ) {
    this.key = job.key;
    this.elementId = job.elementId;
    this.retries = job.retries;
    this.variables = withArrival(job.variables);
  }

  async complete(variables: Variables = {}): Promise<void> {
    await this.client.completeJob({ jobKey: this.key, variables });
  }

  /** As a worker does that has asked: the job comes again when so much time has passed without an answer. */
  async awaitsAnswer(seconds: number): Promise<void> {
    await this.client.failJob({
      jobKey: this.key,
      retries: this.retries - 1,
      retryBackOff: seconds * 1_000,
      errorMessage: 'Waits for the answer',
    });
  }

  /** An incident, until somebody gives it attempts again. */
  async standsStill(errorMessage: string): Promise<void> {
    await this.client.failJob({ jobKey: this.key, retries: 0, retryBackOff: 0, errorMessage });
  }

  async refuse(errorInformation: ErrorInformation = refusal): Promise<void> {
    await this.throwError('REFUSED', errorInformation);
  }

  /** An error that no event of the diagram catches. */
  async fail(errorCode: string): Promise<void> {
    await this.throwError(errorCode, unavailability);
  }

  async isUnavailable(errorInformation: ErrorInformation = unavailability): Promise<void> {
    await this.throwError('UNAVAILABLE', errorInformation);
  }

  private async throwError(errorCode: string, errorInformation: ErrorInformation): Promise<void> {
    const jobKey = this.key;
    const variables = { errorInformation };
    await this.client.throwError({ jobKey, errorCode, errorMessage: errorCode, variables });
  }
}

export const refusal: ErrorInformation = { errorCode: '5106', errorDescription: 'Refused' };
export const unavailability: ErrorInformation = { errorCode: '1001', errorDescription: 'Silence' };
