import { z } from 'zod';

/** Of who decided something, as their login or the command line has it. */
export const personNameSchema = z.string().trim().min(1).max(200);
