/** What the operators' page has no more use for is taken away: a compiler does not miss it. */
import { unsaidPhrases } from './unsaid-phrases';
import { absentClasses, unusedClasses } from './unused-classes';

test('each phrase of the page is said somewhere', () => {
  expect(unsaidPhrases()).toEqual([]);
}, 600_000);

test('each class of its style sheets is worn', () => {
  expect(unusedClasses()).toEqual([]);
});

test('each class that a component wears is in its style sheet', () => {
  expect(absentClasses()).toEqual([]);
});
