import { ApiProblem, noAnswer, problemOf } from './problem';

const answer = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
const ofStatus = (status: number) => new ApiProblem(status, 'kind', 'Title', undefined, []);

test('a problem is told in the words of the API', async () => {
  const body = {
    type: 'urn:payment-hub:problem:conflict',
    title: 'It was decided already',
    detail: 'By juma, a minute ago',
    errors: [{ pointer: '/why', detail: 'is too long' }],
  };
  const problem = await problemOf(answer(409, body));
  expect(problem).toMatchObject({
    ...{ status: 409, kind: 'conflict', title: body.title, detail: body.detail, body },
    ...{ errors: body.errors, message: body.detail, isUncertain: false },
  });
});

test.each([
  ['a page of a proxy', '<html>Bad gateway</html>'],
  ['no object', '"gone"'],
  ['texts and errors that are none', { title: 7, errors: 'many' }],
])('of %s only the status is believed', async (_, body) => {
  const problem = await problemOf(answer(502, body));
  expect(problem).toMatchObject({ status: 502, kind: 'unknown', title: '', errors: [] });
});

test('no answer keeps its cause', () => {
  const cause = new TypeError('Failed to fetch');
  expect(noAnswer(cause)).toMatchObject({ status: 0, cause, isUncertain: true });
});

test.each([
  [0, true, true],
  [409, false, false],
  [500, true, false],
  [501, true, false],
  [502, true, true],
  [503, true, true],
  [504, true, true],
])('after %i: not known whether it was done %s, worth reading again %s', (status, known, again) => {
  expect(ofStatus(status)).toMatchObject({ isUncertain: known, mayPass: again });
});
