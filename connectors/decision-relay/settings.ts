import { z } from 'zod';
import { httpBaseUrl } from '../common/config/http-url';

export const decisionRelayEnvironment = z.object({
  DECISION_RELAY_LOOK_EVERY_S: z.coerce
    .number()
    .min(1)
    .max(3_600)
    .default(30)
    .describe('How often payments that wait for a person are looked at'),
  DECISION_RELAY_INCIDENTS_HOST: z
    .string()
    .default('127.0.0.1')
    .describe("Address that the broker's exporter and `hub incidents` reach the role at"),
  DECISION_RELAY_INCIDENTS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port of the same, for one process of the role; none: incidents are not kept'),
  DECISION_RELAY_INCIDENTS_FILE: z
    .string()
    .default('incidents.json')
    .describe('Where the open incidents outlive a restart'),
  DECISION_RELAY_INCIDENTS_ADDRESS: httpBaseUrl
    .default('http://127.0.0.1:5004')
    .describe('Where `hub incidents` finds the role'),
});
