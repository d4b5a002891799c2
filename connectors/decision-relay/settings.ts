import { z } from 'zod';
import { httpBaseUrl } from '../common/config/http-url';
import { decisionTopicsEnvironment } from '../common/contracts/decision-topics';

export const decisionRelayEnvironment = z.object({
  DECISION_RELAY_KAFKA: z
    .stringbool()
    .default(false)
    .describe('Tell over Kafka what waits for a person, and take from it what operators decide'),
  DECISION_RELAY_GROUP: z
    .string()
    .min(1)
    .default('payment-hub-decision-relay')
    .describe('Group of all instances that take decisions for one engine: one of them does'),
  DECISION_RELAY_VALID_FOR_S: z.coerce
    .number()
    .int()
    .min(60)
    .max(30 * 86_400)
    .default(86_400)
    .describe('How old a decision may be when it is taken, and one that waits for its approval'),
  ...decisionTopicsEnvironment.shape,
  // A look holds the jobs that it sees. More often, it would hide them from a thorough look, which takes 3 s.
  DECISION_RELAY_LOOK_EVERY_S: z.coerce
    .number()
    .min(3)
    .max(3_600)
    .default(30)
    .describe('How often payments that wait for a person are looked at')
    .meta({ formerly: 'OPERATIONS_LOOK_EVERY_S' }),
  DECISION_RELAY_INCIDENTS_HOST: z
    .string()
    .default('127.0.0.1')
    .describe("Address that the broker's exporter and `hub incidents` reach the role at")
    .meta({ formerly: 'OPERATIONS_INCIDENTS_HOST' }),
  DECISION_RELAY_INCIDENTS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port of the same, for one process of the role; none: incidents are not kept')
    .meta({ formerly: 'OPERATIONS_INCIDENTS_PORT' }),
  DECISION_RELAY_INCIDENTS_FILE: z
    .string()
    .default('incidents.json')
    .describe('Where the open incidents outlive a restart')
    .meta({ formerly: 'OPERATIONS_INCIDENTS_FILE' }),
  DECISION_RELAY_INCIDENTS_ADDRESS: httpBaseUrl
    .default('http://127.0.0.1:5004')
    .describe('Where `hub incidents` finds the role')
    .meta({ formerly: 'OPERATIONS_INCIDENTS_ADDRESS' }),
});
