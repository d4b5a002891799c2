/** ESM-only packages (jose, ...) are transformed because jest runs our code as CommonJS. */
const esmOnly = ['jose', 'min-dash', 'bpmn-moddle', 'moddle', 'moddle-xml', 'saxen'].join('|');

const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/connectors', '<rootDir>/test'],
  globalSetup: '<rootDir>/connectors/mojaloop/openapi/generate.ts',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[jt]s$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
  testTimeout: 30_000,
};
