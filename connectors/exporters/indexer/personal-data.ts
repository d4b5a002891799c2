/**
 * What of an engine's records may be kept for years: all but names, numbers and one-time codes of persons. Each
 * field that stays, stays byte for byte.
 */
import { diagramVariables } from '../../common/contracts/diagram-variables';
import type { EngineRecord } from '../../common/contracts/engine-records-topic';
import { waitsForAnswer } from '../../common/contracts/job-messages';
import { privacy } from '../../common/contracts/privacy';
import { replaceMembers } from './replace-members';

/** In their values nothing is a person's: they are kept as they are. */
const impersonal: ReadonlySet<string> = new Set([
  'PROCESS_INSTANCE',
  'PROCESS',
  'DEPLOYMENT',
  'DEPLOYMENT_DISTRIBUTION',
  'COMMAND_DISTRIBUTION',
  'TIMER',
  'FORM',
  'DECISION',
  'DECISION_REQUIREMENTS',
  'RESOURCE_DELETION',
  'PROCESS_INSTANCE_MIGRATION',
]);

const cutOut = '"[personal]"';
/** A variable's value is JSON in a text. */
const cutOutValue = JSON.stringify(cutOut);

const marks: Readonly<Record<string, { readonly isPersonal: boolean }>> = {
  ...Object.fromEntries(diagramVariables.map((name) => [name, { isPersonal: false }])),
  ...privacy,
};

/** What no contract knows (a diagram of the DFSP's own) may be anything. */
function isPersonal(variable: string): boolean {
  return !Object.hasOwn(marks, variable) || marks[variable]?.isPersonal === true;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Keys of payments, quotes, transfers and questions; others hold a party, or what a peer likes to write. */
const impersonalKey = new RegExp(`^"(?:[\\w.-]{1,64}:){0,2}${uuid}(?::${uuid})?"$|^""$`);
const unlessOfPayment = (raw: string): string => (impersonalKey.test(raw) ? raw : cutOut);

/** A signal's name holds the party that it tells of, behind what it is. */
const signalKind = (raw: string): string => {
  const kind = raw.indexOf(':');
  return kind === -1 ? raw : `${raw.slice(0, kind)}:[personal]"`;
};

const ofVariables = (raw: string): string =>
  replaceMembers(raw, (name, value) => (isPersonal(name) ? cutOut : value));

/** Without one, or that of a job that has not failed. */
const impersonalMessages: ReadonlySet<string> = new Set(
  ['', waitsForAnswer].map((text) => JSON.stringify(text)),
);

/** By field of the value. Texts of errors may quote whatever there is. */
const fields: Readonly<Record<string, (raw: string) => string>> = {
  variables: ofVariables,
  activateInstructions: () => '[]',
  correlationKey: unlessOfPayment,
  messageId: unlessOfPayment,
  signalName: signalKind,
  errorMessage: (raw) => (impersonalMessages.has(raw) ? raw : cutOut),
  exceptionMessage: () => cutOut,
  stacktrace: () => cutOut,
  evaluationFailureMessage: () => cutOut,
  evaluatedDecisions: () => '[]',
  decisionOutput: () => cutOut,
};

/** @throws SyntaxError for what is no JSON */
export function withoutPersonalData({ valueType, document }: EngineRecord): string {
  if (impersonal.has(valueType)) return document;
  return replaceMembers(document, (name, raw) => {
    // Quotes what was refused.
    if (name === 'rejectionReason') return raw === '""' ? raw : cutOut;
    if (name !== 'value') return raw;
    return valueType === 'VARIABLE' ? ofVariable(raw) : ofValue(raw);
  });
}

function ofVariable(value: string): string {
  let variable = '';
  replaceMembers(value, (name, raw) => {
    if (name === 'name') variable = JSON.parse(raw) as string;
    return raw;
  });
  if (!isPersonal(variable)) return value;
  return replaceMembers(value, (name, raw) => (name === 'value' ? cutOutValue : raw));
}

function ofValue(value: string): string {
  return replaceMembers(value, (name, raw) =>
    Object.hasOwn(fields, name) ? (fields[name]?.(raw) ?? raw) : raw,
  );
}
