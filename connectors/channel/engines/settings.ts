import { z } from 'zod';
import { enginesEnvironment } from '../../common/engines/engine-list';

/** Settings of the process, where there are several engines. */
export const betweenChannelsEnvironment = z.object({
  ...enginesEnvironment.shape,
  CHANNEL_ENGINES_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the channel’s door for other engines listens on'),
  CHANNEL_ENGINES_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(5011)
    .describe(
      'Port of the channel’s door for other engines; open only where ENGINES_PATH names several',
    ),
});
