/**
 * Variables that the hub's own diagrams make for themselves, which no worker reads: where they stand, what was decided, how often and
 * until when the switch is asked. None holds anything of a person.
 */
export const diagramVariables: readonly string[] = [
  ...['nextStep', 'payerDecision', 'quoteVerdict'],
  ...['askedAfterSweep', 'notFoundAfterSweep', 'questionsAfterSweep', 'questionsAsked'],
  ...['operatorPause', 'operatorPauseMax', 'operatorReasonBefore', 'creditUnconfirmed'],
  ...['stateAnswerDue', 'timeout', 'feesOfQuote', 'feesOfTransfer'],
];
