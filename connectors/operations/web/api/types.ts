/** What the operations' API tells, by the names of its document. */
import type { components } from './generated/operations';

type Schemas = components['schemas'];

export type PaymentSearch = Schemas['PaymentSearch'];
export type FoundPayment = Schemas['FoundPayment'];
export type PaymentStep = Schemas['PaymentStep'];
export type PaymentState = Schemas['PaymentState'];
export type Story = Schemas['Story'];
export type PaymentSide = Schemas['PaymentSide'];
export type MaskedParty = Schemas['MaskedParty'];
export type Work = Schemas['Work'];
export type PaymentRow = Schemas['PaymentRow'];
export type IncidentsRow = Schemas['IncidentsRow'];
export type Decision = Schemas['Decision'];
export type DecisionWord = Schemas['DecisionWord'];
export type Choice = Schemas['Choice'];
export type Retries = Schemas['Retries'];
export type Message = Schemas['Message'];
export type Elements = Schemas['Elements'];
export type ExecutedProcess = Schemas['ExecutedProcess'];
export type ExecutedElement = Schemas['ExecutedElement'];
export type Act = Schemas['Act'];
export type Difference = Schemas['Difference'];
export type WorkSummary = Schemas['WorkSummary'];
export type DecisionStatus = Decision['status'];
export type ComparedDay = Schemas['ComparedDay'];
export type Calls = Schemas['Calls'];
