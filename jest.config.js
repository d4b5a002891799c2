/** ESM-only packages (jose, ...) are transformed because jest runs our code as CommonJS; the last one for its `import()`. */
const esmOnly = [
  ...['jose', 'min-dash', 'bpmn-moddle', 'moddle', 'moddle-xml', 'saxen'],
  ...['openid-client', 'oauth4webapi', 'oidc-provider'],
  '@opentelemetry/otlp-exporter-base',
].join('|');

const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** Tests that start a broker or a whole stack, need what is installed for them, or take minutes. */
const withBroker = [
  '<rootDir>/test/faults/simulation/hunt/',
  '<rootDir>/test/integration/',
  '<rootDir>/test/e2e/',
  '<rootDir>/test/page/',
  '<rootDir>/test/load/page/short/',
  '<rootDir>/test/conformance/',
];

/** `--selectProjects unit money` takes money for a project that is not there, and runs every unit test. */
const projectNames = ['unit', 'integration'];
const afterFlag = process.argv.slice(process.argv.indexOf('--selectProjects') + 1);
const selected = process.argv.includes('--selectProjects') ? afterFlag : [];
const end = selected.findIndex((word) => word.startsWith('-'));
const stray = selected
  .slice(0, end === -1 ? selected.length : end)
  .find((word) => !projectNames.includes(word));
if (stray !== undefined) {
  throw new Error(`There is no project ${stray}. For files: --testPathPatterns ${stray}`);
}

const common = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[jt]s$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
};

/** @type {import('jest').Config} */
module.exports = {
  // More than a browser waits for one thing (test/kit/page): what did not come is told, not only that time was up.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/connectors/mojaloop/openapi/generate.ts',
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['<rootDir>/connectors', '<rootDir>/test'],
      testPathIgnorePatterns: ['/node_modules/', ...withBroker],
    },
    { ...common, displayName: 'integration', roots: withBroker },
  ],
};
