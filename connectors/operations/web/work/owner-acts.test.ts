import { ownerActs, whyNoApproval, whyNoDecision } from './owner-acts';

const amina = { person: 'amina', isOperator: true, isAdmin: false };

test('what nobody has may be taken by an operator', () => {
  expect(ownerActs({ ...amina, owners: [] })).toEqual({ may: ['take'] });
  expect(ownerActs({ ...amina, owners: [], isOperator: false })).toEqual({
    may: [],
    whyNot: 'no-operator',
  });
});

test('what one has oneself may be let go and handed over', () => {
  expect(ownerActs({ ...amina, owners: ['amina'] }).may).toEqual(['let-go', 'hand-over']);
});

test('what another has is theirs, and only an admin gives it to somebody else', () => {
  const owners = ['amina', 'juma'];
  expect(ownerActs({ ...amina, owners })).toEqual({ may: [], whyNot: 'taken', other: 'juma' });
  expect(ownerActs({ ...amina, owners, isAdmin: true }).may).toEqual(['assign']);
});

test('nobody decides without the role, over a decision, or over an owner', () => {
  expect(whyNoDecision({ ...amina, owners: [] }, false)).toBeUndefined();
  expect(whyNoDecision({ ...amina, owners: ['amina'] }, false)).toBeUndefined();
  expect(whyNoDecision({ ...amina, owners: ['juma'] }, false)).toBe('taken');
  expect(whyNoDecision({ ...amina, owners: [] }, true)).toBe('decided');
  expect(whyNoDecision({ ...amina, owners: [], isOperator: false }, false)).toBe('no-operator');
});

test('who has the role approves what another has decided', () => {
  expect(whyNoApproval({ isOwn: false }, { isApprover: true })).toBeUndefined();
  expect(whyNoApproval({ isOwn: true }, { isApprover: true })).toBe('own');
  expect(whyNoApproval({ isOwn: false }, { isApprover: false })).toBe('no-approver');
});
