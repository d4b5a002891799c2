import { found, type Scenario } from '../scenario';
import { signatureVerdict } from '../keys';
import type { Passage } from '../tap';
import type { Expectation, World } from '../world';

/** They look at all that has passed in the round, so they come last. */

const ofHub = (world: World): readonly Passage[] =>
  world.stage.tap.passages.filter(({ to }) => to !== 'hub');
const toHub = (world: World): readonly Passage[] =>
  world.stage.tap.passages.filter(({ to }) => to === 'hub');

const textOf = ({ method, path, status, answer }: Passage): string =>
  `${method} ${path} = ${status ?? 'no answer'} ${answer?.toString('utf8') ?? ''}`;

function none(claim: string, passages: readonly Passage[], match: (one: Passage) => boolean) {
  return found(claim, '', passages.filter(match).slice(0, 3).map(textOf).join('; '));
}

const figure = (words: string): Expectation => found('figure', words, words);

/** Whether the switch refused for the form of a message, and not for what it says. */
function isFormRefused({ status = 0, answer }: Passage): boolean {
  return status >= 400 && status < 500 && answer !== undefined;
}

const acceptOf = ({ headers }: Passage): string => headers['accept'] ?? '';
const isCallback = ({ method }: Passage): boolean => method === 'PUT' || method === 'PATCH';

export const wholeRoundScenarios: readonly Scenario[] = [
  {
    id: '19',
    title: 'http validation',
    role: 'both',
    isLast: true,
    play(world) {
      const sent = ofHub(world);
      return Promise.resolve([
        none('what the hub sent and the switch refused', sent, isFormRefused),
        figure(`${sent.length} messages of the hub, ${toHub(world).length} to it`),
      ]);
    },
  },
  {
    id: '35',
    title: 'header oddities: no accept, no destination, charset, PUT with default accept',
    role: 'both',
    isLast: true,
    play(world) {
      const sent = ofHub(world);
      return Promise.resolve([
        none(
          'callbacks of the hub with Accept',
          sent,
          (one) => isCallback(one) && acceptOf(one) !== '',
        ),
        none('media types with a charset', sent, ({ headers }) =>
          String(headers['content-type']).includes('charset'),
        ),
        none('look-ups without the DFSP that the switch has named', sent, (one) => {
          const { method, path, headers } = one;
          return (
            method === 'GET' && path.startsWith('/parties') && !('fspiop-destination' in headers)
          );
        }),
        none('requests in another version', sent, (one) => {
          const version = `version=${world.combination.version}`;
          return !isCallback(one) && !String(one.headers['content-type']).endsWith(version);
        }),
      ]);
    },
  },
  {
    id: '40',
    title: 'no accept',
    role: 'payer',
    isLast: true,
    play(world) {
      const bare = (one: Passage) => !isCallback(one) && acceptOf(one) === '';
      return Promise.resolve([none('requests of the hub without Accept', ofHub(world), bare)]);
    },
  },
  {
    id: '57',
    title: 'positions',
    role: 'both',
    isLast: true,
    async play(world) {
      const { claim, isTrue, found: what } = await world.stage.engine.checkIncidents();
      const slowest = Math.max(0, ...toHub(world).map(({ tookMs = 0 }) => tookMs));
      return [
        found(claim, 'true', isTrue ? 'true' : what),
        figure(`slowest acknowledgement of the hub ${slowest} ms`),
      ];
    },
  },
  {
    id: '61',
    title: 'every signature of a round, checked once more',
    role: 'both',
    isLast: true,
    exempt: ({ isSigned }) => (isSigned ? undefined : 'nobody signs here'),
    play(world) {
      const { passages } = world.stage.tap;
      const verdicts = passages
        .filter(({ method }) => method !== 'GET')
        .map((one) => ({
          one,
          verdict: signatureVerdict(
            one,
            world.stage.publicKeyOf(String(one.headers['fspiop-source'])),
          ),
        }));
      const wrong = verdicts.filter(({ one, verdict }) =>
        // fox sends its PUT /parties unsigned once, to see it refused.
        verdict === 'unsigned' ? one.status !== 400 : verdict !== 'right',
      );
      const words = wrong.map(({ one, verdict }) => `${textOf(one)}: ${verdict}`);
      const right = verdicts.filter(({ verdict }) => verdict === 'right').length;
      return Promise.resolve([
        found('signatures that are not right', '', words.slice(0, 3).join('; ')),
        figure(`${right} signatures`),
      ]);
    },
  },
];
