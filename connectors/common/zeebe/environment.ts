import { z } from 'zod';

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export const zeebeEnvironment = z
  .object({
    ZEEBE_ADDRESS: z
      .string()
      .regex(/^[^\s/:]+:\d{1,5}$/, 'must be host:port, without http:// before it')
      .default('127.0.0.1:26500')
      .describe(
        "The Zeebe gateway's gRPC address, `host:port`. Whoever reaches an engine without patches can run code in it: k8s/ENGINES.md",
      ),
    ZEEBE_TLS: z.stringbool().default(false).describe('Talk TLS to the gateway'),
    ZEEBE_CA_CERTIFICATE: z
      .string()
      .optional()
      .describe("PEM of the authority that signed the gateway's certificate, if no public one did"),
    ZEEBE_TLS_DIRECTORY: z
      .string()
      .optional()
      .describe(
        'Folder with the `ca.crt` that the gateway is believed by, if no public one, and our own `tls.crt` and `tls.key`, if what stands before it wants one. Read again when it changes',
      ),
    ZEEBE_MAX_JOBS_IN_FLIGHT: count(1, 10_000)
      .default(128)
      .describe('Jobs that this process works on at once; one tenant has half of them at most'),
    ZEEBE_MAX_JOBS_PER_WORKER: count(1, 10_000)
      .default(64)
      .describe(
        'Jobs of one type that this process works on at once; one tenant has half of them at most',
      ),
    ZEEBE_COMMAND_TIMEOUT_MS: count(100, 600_000)
      .default(10_000)
      .describe('How long a command to the gateway may take; a message, repeats included'),
    ZEEBE_KEEPALIVE_MS: count(100, 3_600_000)
      .default(45_000)
      .describe(
        'How often a quiet connection is tested. A gateway as it comes throws out who tests it more often than every 30 s',
      ),
    ZEEBE_LONG_POLL_MS: count(1_000, 600_000)
      .default(30_000)
      .describe('How long a poll for jobs that the push has missed waits at the gateway'),
  })
  .refine(({ ZEEBE_TLS: tls, ZEEBE_TLS_DIRECTORY: directory }) => tls || directory === undefined, {
    path: ['ZEEBE_TLS'],
    message: 'must be true where ZEEBE_TLS_DIRECTORY is set: else its certificates are not used',
  })
  .refine(
    (all) => all.ZEEBE_CA_CERTIFICATE === undefined || all.ZEEBE_TLS_DIRECTORY === undefined,
    {
      path: ['ZEEBE_CA_CERTIFICATE'],
      message: 'is not used beside ZEEBE_TLS_DIRECTORY: put it there as ca.crt',
    },
  );

export type ZeebeSettings = z.output<typeof zeebeEnvironment>;
