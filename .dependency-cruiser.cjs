/** The shape of the house: main -> parts -> common, and one door each to the outside. */
const parts = '^connectors/(?!common/)[^/]+/';

const onlyFrom = (name, door, target) => ({
  name,
  severity: 'error',
  from: { path: '^connectors/', pathNot: door },
  to: { path: target },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'a-part-never-imports-another-part',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: '^connectors/common/' },
      to: { path: parts, pathNot: '^connectors/$1/' },
    },
    {
      name: 'common-knows-no-part',
      severity: 'error',
      from: { path: '^connectors/common/' },
      to: { path: `${parts}|^connectors/main\\.ts$` },
    },
    {
      name: 'what-roles-are-made-of-knows-no-roles',
      comment:
        'The engine’s door carries workers out and diagrams are held to them: those two may.',
      severity: 'error',
      from: { path: '^connectors/common/', pathNot: '^connectors/common/(hub|zeebe|diagrams)/' },
      to: { path: '^connectors/common/hub/' },
    },
    {
      name: 'the-product-does-not-import-its-tests',
      severity: 'error',
      from: { path: '^connectors/', pathNot: '\\.test\\.ts$' },
      to: { path: '^test/|\\.test\\.ts$' },
    },
    {
      name: 'suites-do-not-import-each-other',
      comment:
        'What two of them need is in test/kit, what plays the outside world in test/simulators.',
      severity: 'error',
      from: { path: '^test/([^/]+)/' },
      to: { path: '^test/[^/]+/', pathNot: '^test/($1|kit|simulators|fixtures)/' },
    },
    {
      name: 'the-tests-of-a-part-take-from-test-kit-only',
      severity: 'error',
      from: { path: '^connectors/' },
      to: { path: '^test/', pathNot: '^test/(kit|simulators|fixtures)/' },
    },
    {
      name: 'the-page-knows-only-the-api',
      comment: 'It runs in a browser: what it needs of the hub it asks for.',
      severity: 'error',
      from: { path: '^connectors/operations/web/' },
      to: { path: '^(connectors|test)/', pathNot: '^connectors/operations/web/' },
    },
    {
      name: 'nothing-runs-the-page-but-a-browser',
      severity: 'error',
      from: { pathNot: '^connectors/operations/web/' },
      to: { path: '^connectors/operations/web/' },
    },
    {
      name: 'the-places-of-the-page-do-not-import-each-other',
      comment:
        'Nor the shell around them: what two of them need is in web/kit, web/api, web/words.',
      severity: 'error',
      from: { path: '^connectors/operations/web/(work|payments|overview|rules|system)/' },
      to: {
        path: '^connectors/operations/web/(work|payments|overview|rules|system|shell)/',
        pathNot: '^connectors/operations/web/$1/',
      },
    },
    onlyFrom('one-door-to-zeebe', '^connectors/common/zeebe/', 'node_modules/(zeebe-node|@grpc)/'),
    onlyFrom('one-door-for-http-out', '^connectors/common/http/', 'node_modules/axios/'),
    onlyFrom(
      'one-door-for-mail-out',
      '^connectors/operations/on-call/mail\\.ts$',
      'node_modules/nodemailer/',
    ),
    onlyFrom('one-door-to-kafka', '^connectors/common/doors/kafka/', 'node_modules/kafkajs/'),
    onlyFrom(
      'one-door-to-elasticsearch',
      '^connectors/common/doors/elasticsearch/',
      'node_modules/@elastic/',
    ),
    onlyFrom(
      'one-door-to-open-telemetry',
      '^connectors/common/observability/otlp\\.ts$',
      'node_modules/@opentelemetry/',
    ),
    {
      name: 'only-the-workers-of-fee-rules-know-the-engine-of-payments',
      comment: 'The other roles of fee-rules run without Zeebe.',
      severity: 'error',
      from: { path: '^connectors/fee-rules/', pathNot: '^connectors/fee-rules/workers/' },
      to: { path: '^connectors/common/(zeebe/|hub/(worker|execute-job)\\.ts)' },
    },
    {
      name: 'the-rules-know-neither-kafka-nor-http',
      severity: 'error',
      from: { path: '^connectors/fee-rules/(language|tables|engine)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^connectors/(common/(doors|http|api|zeebe)|fee-rules/(?!language|tables|engine))',
      },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: {
        path: '^connectors/',
        pathNot:
          // What the page is bundled of is needed to build it only.
          '\\.test\\.ts$|^connectors/operations/web/|^connectors/mojaloop/openapi/generate\\.ts$|^connectors/common/diagrams/bpmnlint-plugin/',
      },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: 'connectors/(mojaloop/openapi|operations/web/api)/generated|operations/web/built',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
