import { z } from 'zod';

export const noOutput = z.object({});

/** What all workers have in common that send an answer to the peer who has asked. */
export const answering = {
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the answer',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
} as const;
