import { nameOfStep, stepWords } from './payment-steps';

test('a step is called by the page, in its language; one that it does not know yet as the API tells it', () => {
  const held = { step: 'held', text: 'The money is held on the account' };
  expect(nameOfStep(stepWords.sw, held)).toBe('Fedha zimezuiwa');
  expect(nameOfStep(stepWords.sw, { step: 'new', text: 'A new step' })).toBe('A new step');
  expect(nameOfStep(stepWords.sw, { step: 'new', text: null })).toBe('new');
});
