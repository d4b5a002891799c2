/** From what the engine tells, step by step, to what happens to a payment. Pure: the same steps give the same events. */
import { v5 as uuidV5 } from 'uuid';
import { z } from 'zod';
import { feesSchema } from '../../common/contracts/fees';
import {
  paymentEventTexts,
  type EventParty,
  type PaymentEvent,
  type PaymentEventDetails,
  type PaymentEventKind,
} from '../../common/contracts/payment-events';
import { formatDateTime } from '../../common/time';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import { endOf, type PaymentEnd } from './ends';
import type { EngineStep } from './engine-step';
import { factsSchema, learned, noFacts, type Facts } from './facts';
import { feeVariables, rulesByProcess } from './rules';

const kinds = Object.keys(paymentEventTexts) as PaymentEventKind[];

/** What is remembered of a process that has not ended. */
export const instanceSchema = z.object({
  process: z.string(),
  /** By the engine's clock; not known of those that an older build has begun. */
  beganAtMs: z.number().optional(),
  facts: factsSchema,
  told: z.array(z.enum(kinds)),
  waitingFor: z.string().optional(),
  /** Where it stands: ids of elements by the keys of their instances; `true`: it is being given up. */
  elements: z.record(z.string(), z.object({ id: z.string(), isLeaving: z.boolean().optional() })),
  /** Elements that stand still, by incident. */
  incidents: z.record(z.string(), z.string()),
});
export type Instance = z.output<typeof instanceSchema>;

export interface FoldContext {
  readonly engine: string;
  readonly tokens: PersonTokens | undefined;
}

export interface Told {
  /** Undefined: the process has ended. */
  readonly instance: Instance | undefined;
  readonly events: readonly PaymentEvent[];
  /** The first end of each payment among them. */
  readonly ends: readonly PaymentEnd[];
  /** Events that cannot be told, since what they must say is missing. */
  readonly untold: number;
}

/** Fixed for ever: to change it is to change the id of every event. */
const eventNamespace = '0d3c1b51-4a55-5d0e-9c59-6f0b7c2b8f3a';

/** Undefined for a step that begins nothing that is told of. */
export function begun(step: EngineStep): Instance | undefined {
  if (step.what !== 'element' || !step.isProcess || step.intent !== 'activating') return undefined;
  if (!Object.hasOwn(rulesByProcess, step.process)) return undefined;
  const { process, timestampMs: beganAtMs } = step;
  return { process, beganAtMs, facts: noFacts, told: [], elements: {}, incidents: {} };
}

export function tell(instance: Instance, step: EngineStep, context: FoldContext): Told {
  const teller = new Teller(instance, step, context);
  switch (step.what) {
    case 'variable':
      teller.variable(step);
      break;
    case 'incident':
      teller.incident(step);
      break;
    case 'element':
      teller.element(step);
  }
  return teller;
}

type StepOf<What extends EngineStep['what']> = Extract<EngineStep, { readonly what: What }>;

class Teller implements Told {
  readonly events: PaymentEvent[] = [];
  readonly ends: PaymentEnd[] = [];
  instance: Instance | undefined;
  untold = 0;

  constructor(
    private now: Instance,
    private readonly step: EngineStep,
    private readonly context: FoldContext,
  ) {
    this.instance = now;
  }

  variable({ name, value }: StepOf<'variable'>): void {
    const facts = learned(this.now.facts, { name, value }, this.context.tokens);
    if (facts !== this.now.facts) this.become({ facts });
    if (feeVariables.includes(name)) this.fees(value);
  }

  private fees(value: unknown): void {
    // Null, or what a diagram of others means by the name.
    const fees = feesSchema.safeParse(value).data;
    if (fees === undefined) return;
    const { executionPoint, entries, missed } = fees;
    if (missed !== undefined) this.put('fees-missed', { executionPoint });
    for (const entry of entries) {
      const { entryId, occurredAt, ledgerEntryType, ruleSetId, ruleId, debtor, creditor } = entry;
      const { amount, currency } = entry;
      const rule = { executionPoint: entry.executionPoint, ledgerEntryType, ruleSetId, ruleId };
      const owed = { debtor, creditor, amount, currency };
      const details = { entryId, occurredAt, ...rule, ...owed };
      this.put('fee-owed', details, { apart: entryId });
    }
  }

  incident(step: StepOf<'incident'>): void {
    const { incidentKey, elementInstanceKey, errorType } = step;
    const { [incidentKey]: known, ...others } = this.now.incidents;
    const at = this.now.elements[elementInstanceKey];
    // Of an error that nothing catches, the record names no element.
    const element = known ?? at?.id ?? step.elementId;
    const { process } = this.now;
    const details = { incidentKey, process, element, errorType };
    if (step.intent === 'created') {
      this.put('incident-raised', details, { elementId: element });
      this.become({ incidents: { ...others, [incidentKey]: element } });
    } else {
      const kind = at === undefined || at.isLeaving ? 'incident-left' : 'incident-resolved';
      this.put(kind, details, { elementId: element });
      this.become({ incidents: others });
    }
  }

  element(step: StepOf<'element'>): void {
    if (step.isProcess) this.process(step);
    else this.flowNode(step);
  }

  private process({ intent }: StepOf<'element'>): void {
    if (intent === 'terminated') this.put('cancelled', {});
    if (intent === 'terminated' || intent === 'completed') this.instance = undefined;
  }

  private flowNode({ intent, elementId, elementInstanceKey }: StepOf<'element'>): void {
    const others = Object.entries(this.now.elements).filter(([key]) => key !== elementInstanceKey);
    const isLeft = intent === 'completed' || intent === 'terminated';
    const at = { id: elementId, ...(intent === 'terminating' && { isLeaving: true }) };
    const elements = Object.fromEntries(isLeft ? others : [...others, [elementInstanceKey, at]]);
    this.become({ elements });
    for (const rule of rulesByProcess[this.now.process]?.elements[elementId] ?? []) {
      if (rule.on !== intent) continue;
      const details = rule.details(this.now);
      if (details !== undefined) this.put(rule.kind, details, { elementId });
      else if (rule.kind === 'requested') this.untold += 1;
    }
  }

  private put<Kind extends PaymentEventKind>(
    kind: Kind,
    details: PaymentEventDetails[Kind],
    record: Pick<Happening, 'apart' | 'elementId'> = {},
  ): void {
    const isFirst = !this.now.told.includes(kind);
    this.remember(kind, details);
    const event = eventOf(this.now, this.step, this.context, { kind, details, ...record });
    if (event === undefined) {
      this.untold += 1;
      return;
    }
    this.events.push(event);
    const end = endOf(event, this.now.beganAtMs, this.step.timestampMs);
    if (end !== undefined && isFirst) this.ends.push(end);
  }

  private remember(kind: PaymentEventKind, details: object): void {
    const { told } = this.now;
    if (!told.includes(kind)) this.become({ told: [...told, kind] });
    if (kind === 'decided') this.become({ waitingFor: undefined });
    if (kind === 'waiting-for-operator' && 'reason' in details) {
      this.become({ waitingFor: String(details.reason) });
    }
  }

  private become(change: Partial<Instance>): void {
    this.now = { ...this.now, ...change };
    this.instance = this.now;
  }
}

interface Happening {
  readonly kind: PaymentEventKind;
  readonly details: object;
  /** What tells it apart from others of its kind by the same record. */
  readonly apart?: string;
  /** Undefined: it is no element that tells of it. */
  readonly elementId?: string;
}

function eventOf(
  { process, facts }: Instance,
  { partition, position, timestampMs, ...step }: EngineStep,
  { engine, tokens }: FoldContext,
  { kind, details, apart = '', elementId }: Happening,
): PaymentEvent | undefined {
  const { tenant, transactionId, transferId, quoteId, transactionRequestId, amount } = facts;
  if (tenant === undefined || transactionId === undefined) return undefined;
  const name = [engine, `${partition}-${position}`, kind, apart].join('\n');
  return {
    schemaVersion: 1,
    eventId: uuidV5(name, eventNamespace),
    kind,
    occurredAt: formatDateTime(timestampMs),
    ...{ engine, tenant, side: rulesByProcess[process]?.side ?? null, transactionId },
    ...(transferId !== undefined && { transferId }),
    ...(quoteId !== undefined && { quoteId }),
    ...(transactionRequestId !== undefined && { transactionRequestId }),
    ...(amount !== undefined && { amount }),
    payer: partyOf(facts.payer, tenant, tokens),
    payee: partyOf(facts.payee, tenant, tokens),
    source: {
      ...{ partition, position: String(position) },
      processInstanceKey: step.processInstanceKey,
      processDefinitionKey: step.processDefinitionKey,
      ...(elementId !== undefined && { elementId }),
    },
    details,
    // Kind and details belong together: see `put`.
  } as PaymentEvent;
}

function partyOf(
  { fspId, partyIdType, fingerprint }: Facts['payer'],
  tenant: string,
  tokens: PersonTokens | undefined,
): EventParty {
  return {
    ...(fspId !== undefined && { fspId }),
    ...(partyIdType !== undefined && { partyIdType }),
    ...(fingerprint !== undefined &&
      tokens !== undefined && { token: tokens.tokenOf(tenant, fingerprint) }),
  };
}
