/** What is known of a payment, from the variables of its process: what events tell, and no more of them. */
import { z } from 'zod';
import { arrivalVariable } from '../../common/contracts/arrival';
import {
  errorInformationSchema,
  moneySchema,
  namedPartySchema,
  quoteSchema,
  type PartyId,
} from '../../common/contracts/fspiop';
import { operatorDecisions, operatorReasons } from '../../common/contracts/operator';
import { paymentSchema } from '../../common/contracts/payer-transfer';
import type { PersonTokens } from '../../common/contracts/person-tokens';

const partyFactsSchema = z.object({
  fspId: z.string().optional(),
  partyIdType: namedPartySchema.shape.partyIdType.optional(),
  /** See PersonTokens: no event has it. */
  fingerprint: z.string().optional(),
});
type PartyFacts = z.output<typeof partyFactsSchema>;

export const factsSchema = z.object({
  tenant: z.string().optional(),
  transactionId: z.string().optional(),
  transferId: z.string().optional(),
  quoteId: z.string().optional(),
  transactionRequestId: z.string().optional(),
  amount: moneySchema.optional(),
  payer: partyFactsSchema,
  payee: partyFactsSchema,
  request: z
    .object({
      origin: z.string(),
      amountType: paymentSchema.shape.amountType,
      transactionType: paymentSchema.shape.transactionType.pick({
        scenario: true,
        initiator: true,
        initiatorType: true,
      }),
    })
    .optional(),
  requestToken: z.string().optional(),
  quote: quoteSchema
    .pick({
      transferAmount: true,
      payeeReceiveAmount: true,
      payeeFspFee: true,
      expiration: true,
    })
    .optional(),
  payerFspFee: moneySchema.optional(),
  /** The diagram's own word for what becomes of the quote. */
  quoteVerdict: z.string().optional(),
  payerDecision: z.enum(['accept', 'refuse']).optional(),
  errorCode: z.string().nullable(),
  operatorReason: z.enum(operatorReasons).optional(),
  operatorChoices: z.array(z.enum(operatorDecisions)).optional(),
  /** What follows from the operator's decision, if it was one that could be taken. */
  nextStep: z.string().optional(),
});
export type Facts = z.output<typeof factsSchema>;

export const noFacts: Facts = { payer: {}, payee: {}, errorCode: null };

/** Makes the facts with what a variable says; undefined: nothing that is told, or nothing that can be read. */
type Reader = (value: unknown, facts: Facts, tokens: PersonTokens | undefined) => Partial<Facts>;

/** Undefined for what is not as it should be: a diagram of others may use the name for something else. */
const read = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> | undefined => schema.safeParse(value).data;

const text = (
  name: 'tenant' | 'transactionId' | 'transferId' | 'quoteId' | 'transactionRequestId',
): Reader => reader(z.string().min(1).max(128), (value) => ({ [name]: value }));

function reader<Schema extends z.ZodType>(
  schema: Schema,
  make: (value: z.output<Schema>, facts: Facts, tokens: PersonTokens | undefined) => Partial<Facts>,
): Reader {
  return (value, facts, tokens) => {
    const data = read(schema, value);
    return data === undefined ? {} : make(data, facts, tokens);
  };
}

function partyFacts(
  party: (PartyId & { readonly fspId?: string | undefined }) | undefined,
  known: PartyFacts,
  tokens: PersonTokens | undefined,
): PartyFacts {
  if (party === undefined) return known;
  const { partyIdType, fspId = known.fspId } = party;
  return {
    ...(fspId !== undefined && { fspId }),
    partyIdType,
    ...(tokens !== undefined && { fingerprint: tokens.fingerprintOf(party) }),
  };
}

const withFspId = (known: PartyFacts, fspId: string | null | undefined): PartyFacts =>
  fspId == null ? known : { ...known, fspId };

const partyWithFspSchema = namedPartySchema.extend({ fspId: z.string().optional() });
const partySchema = z.object({ partyIdInfo: partyWithFspSchema });
const transactionSchema = z.object({
  transactionId: z.string().min(1).max(128),
  payer: z.object({ partyIdInfo: z.object({ fspId: z.string().nullish() }) }).optional(),
  payee: z.object({ partyIdInfo: z.object({ fspId: z.string().nullish() }) }).optional(),
});

/** By variable. One-time codes, notes, names and what extension lists hold are in none of them. */
const readers: Readonly<Record<string, Reader>> = {
  tenant: text('tenant'),
  transactionId: text('transactionId'),
  transferId: text('transferId'),
  quoteId: text('quoteId'),
  transactionRequestId: text('transactionRequestId'),
  payment: reader(
    paymentSchema
      .pick({
        payer: true,
        payee: true,
        amountType: true,
        amount: true,
        transactionType: true,
      })
      .extend({ origin: z.string() }),
    ({ payer, payee, amount, origin, amountType, transactionType }, facts, tokens) => ({
      amount,
      payer: partyFacts(payer, facts.payer, tokens),
      payee: partyFacts(payee, facts.payee, tokens),
      request: {
        origin,
        amountType,
        transactionType: factsSchema.shape.request
          .unwrap()
          .shape.transactionType.parse(transactionType),
      },
    }),
  ),
  channel: reader(z.object({ requestHash: z.string() }), ({ requestHash }, _facts, tokens) =>
    tokens === undefined ? {} : { requestToken: tokens.requestTokenOf(requestHash) },
  ),
  partyAnswer: reader(z.object({ party: partySchema }), ({ party }, facts) => ({
    payee: withFspId(facts.payee, party.partyIdInfo.fspId),
  })),
  transaction: reader(transactionSchema, ({ transactionId, payer, payee }, facts) => ({
    transactionId: facts.transactionId ?? transactionId,
    payer: withFspId(facts.payer, payer?.partyIdInfo.fspId),
    payee: withFspId(facts.payee, payee?.partyIdInfo.fspId),
  })),
  payerQuote: reader(z.object({ fspFee: moneySchema.optional() }), ({ fspFee }) =>
    fspFee === undefined ? {} : { payerFspFee: fspFee },
  ),
  quoteAnswer: reader(z.object({ quote: factsSchema.shape.quote.unwrap() }), ({ quote }) => ({
    quote,
  })),
  quoteVerdict: reader(z.string(), (quoteVerdict) => ({ quoteVerdict })),
  payerDecision: reader(z.enum(['accept', 'refuse']), (payerDecision) => ({ payerDecision })),
  errorInformation: (value) => ({
    errorCode: read(errorInformationSchema, value)?.errorCode ?? null,
  }),
  operatorReason: reader(z.enum(operatorReasons), (operatorReason) => ({ operatorReason })),
  operatorChoices: reader(z.array(z.enum(operatorDecisions)), (operatorChoices) => ({
    operatorChoices,
  })),
  nextStep: reader(z.string(), (nextStep) => ({ nextStep })),
  quoteRequest: reader(
    z.object({
      transactionId: z.string().min(1).max(128),
      transactionRequestId: z.string().min(1).max(128).optional(),
      payer: partySchema,
      payee: partySchema,
      amount: moneySchema,
    }),
    ({ transactionId, transactionRequestId, payer, payee, amount }, facts, tokens) => ({
      transactionId,
      ...(transactionRequestId !== undefined && { transactionRequestId }),
      amount,
      payer: partyFacts(payer.partyIdInfo, facts.payer, tokens),
      payee: partyFacts(payee.partyIdInfo, facts.payee, tokens),
    }),
  ),
  transferRequest: reader(
    z.object({ amount: moneySchema, payerFsp: z.string(), payeeFsp: z.string() }),
    ({ amount, payerFsp, payeeFsp }, facts) => ({
      amount,
      payer: withFspId(facts.payer, payerFsp),
      payee: withFspId(facts.payee, payeeFsp),
    }),
  ),
  agreement: reader(
    z.object({
      quoteId: z.string(),
      transactionRequestId: z.string().optional(),
      payer: partyWithFspSchema,
      payee: partyWithFspSchema,
    }),
    ({ quoteId, transactionRequestId, payer, payee }, facts, tokens) => ({
      quoteId,
      ...(transactionRequestId !== undefined && { transactionRequestId }),
      payer: partyFacts(payer, facts.payer, tokens),
      payee: partyFacts(payee, facts.payee, tokens),
    }),
  ),
};

/** Facts with what a variable of the process has become. */
export function learned(
  facts: Facts,
  variable: { readonly name: string; readonly value: unknown },
  tokens: PersonTokens | undefined,
): Facts {
  if (variable.name === arrivalVariable) {
    const fields = Object.entries(read(z.record(z.string(), z.unknown()), variable.value) ?? {});
    return fields.reduce((known, [name, value]) => {
      return name === arrivalVariable ? known : learned(known, { name, value }, tokens);
    }, facts);
  }
  const make = Object.hasOwn(readers, variable.name) ? readers[variable.name] : undefined;
  return make === undefined ? facts : { ...facts, ...make(variable.value, facts, tokens) };
}
