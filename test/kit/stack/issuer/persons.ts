/** Who may sign in at a stack that people look at, and as what. None of them is real. */
import { dfspNames } from '../dfsps';

export interface Person {
  /** `sub` */
  readonly id: string;
  readonly name: string;
  /** In words, beside the button. */
  readonly isWhat: string;
  /** `lion:operator` */
  readonly roles: readonly string[];
  /** Of the APIs of fee rules and obligations. */
  readonly scope: string;
  /** For which of the DFSPs they acknowledge obligations. */
  readonly dfspId?: string;
}

/** The one of each role. */
export interface StackPerson extends Person {
  readonly role: 'operator' | 'approver' | 'admin' | 'viewer';
}

const atBoth = (...roles: readonly string[]): string[] =>
  dfspNames.flatMap((name) => roles.map((role) => `${name}:${role}`));

export const stackPersons: readonly StackPerson[] = [
  {
    ...{ id: 'amina', name: 'Amina Hassan', isWhat: 'operator; writes fee rules' },
    role: 'operator',
    roles: atBoth('operator', 'viewer'),
    scope:
      'fee-rules:read fee-rules:write obligations:read obligations:write obligations:acknowledge',
    dfspId: 'lion',
  },
  {
    ...{ id: 'juma', name: 'Juma Mrisho', isWhat: 'approver; approves fee rules' },
    role: 'approver',
    roles: atBoth('approver'),
    scope: 'fee-rules:read fee-rules:approve obligations:read',
  },
  {
    ...{ id: 'zuri', name: 'Zuri Kimaro', isWhat: 'admin' },
    role: 'admin',
    roles: atBoth('admin'),
    scope: 'fee-rules:read obligations:read',
  },
  {
    ...{ id: 'salim', name: 'Salim Said', isWhat: 'viewer' },
    role: 'viewer',
    roles: atBoth('viewer'),
    scope: 'fee-rules:read obligations:read',
  },
];
