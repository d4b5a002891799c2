import jest from 'eslint-plugin-jest';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.run/',
      'coverage/',
      'connectors/mojaloop/openapi/generated/',
      'connectors/operations/web/built/',
      'connectors/operations/web/api/generated/',
      'jest.config.js',
      'connectors/common/diagrams/bpmnlint-plugin/',
      'test/run.js',
      'test/other-node.js',
      'test/conformance/toolkit/launcher.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An index signature is read with brackets, as the compiler wants it (noPropertyAccessFromIndexSignature).
      '@typescript-eslint/dot-notation': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read the environment in common/config only.',
        },
        { object: 'Math', property: 'random', message: 'Use deps.random.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.name="parseFloat"]',
          message: 'Money is a decimal string: use common/money.',
        },
        {
          selector:
            'NewExpression[callee.name="TextDecoder"], CallExpression[callee.property.name="toString"][arguments.0.value=/^utf-?8$/i]',
          message: 'Bytes that are not UTF-8 become other text: use common/utf8.',
        },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    plugins: { jest },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', '*.expect*', 'assert*', 'fc.assert'] },
      ],
      'jest/no-focused-tests': 'error',
      // What talks to a person or reads the machine it runs on is a tool, not a part of the hub.
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['connectors/operations/web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // An event's handler may be whatever is shortest.
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    files: ['connectors/common/config/environment.ts', 'connectors/common/clock.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  // The same tests for a part and its double: each is run by a test file of its own.
  { files: ['test/kit/*-contract.ts'], rules: { 'jest/no-export': 'off' } },
  { files: ['connectors/common/utf8.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs', '**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
);
