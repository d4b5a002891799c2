import { z } from 'zod';

export const mailEnvironment = z.object({
  ON_CALL_SMTP_HOST: z
    .string()
    .min(1)
    .optional()
    .describe('Server that takes e-mails to whoever is on duty; none: no e-mails'),
  ON_CALL_SMTP_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(587)
    .describe('Port of that server; 465 goes with `tls`'),
  ON_CALL_SMTP_TLS: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('`starttls` and `tls` send nothing without TLS; `none` never uses it'),
  ON_CALL_SMTP_TLS_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'Folder with the `ca.crt` that the server is believed by, if no public one, and our own `tls.crt` and `tls.key`, if it wants one. Read again when it changes',
    ),
  ON_CALL_SMTP_USERNAME: z.string().optional().describe('User at that server; none: no log-in'),
  ON_CALL_SMTP_PASSWORD: z.string().optional().describe('Password of that user'),
  ON_CALL_MAIL_FROM: z
    .email()
    .optional()
    .describe('Address that the e-mails come from; must be set where the server is'),
});
export type MailEnvironment = z.output<typeof mailEnvironment>;
