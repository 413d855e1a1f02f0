import tseslint from 'typescript-eslint';

const NO_ENVIRONMENT = [
  'error',
  { object: 'process', property: 'env', message: 'Only platform/config reads the environment.' },
];

const CONSTRUCTOR = 'MethodDefinition[kind="constructor"]';
const HABITS = [
  {
    selector: `:not(${CONSTRUCTOR}) > :function[params.length>4]`,
    message: 'A function has at most four parameters.',
  },
  {
    selector: `${CONSTRUCTOR} > :function[params.length>6]`,
    message: 'A class has at most six injected dependencies, and mostly five.',
  },
];

/** Lines are packed nowhere else: in tests a spread literal may name what several rows share. */
const UNPACKED = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write the fields one by one; a literal is not spread into the literal around it.',
  },
  {
    selector: 'ArrayExpression > SpreadElement > ArrayExpression',
    message: 'Write the elements one by one; a literal is not spread into the literal around it.',
  },
];

const CLOCK = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Business time is Clock.now().',
  },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Business time is Clock.now().',
  },
  {
    selector:
      'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
    message: 'Business time is Clock.now().',
  },
];

/** Where real time is right. */
const REAL_TIME = [
  // The clock itself, logins, months to come, signatures of requests and the age of cached files.
  'src/platform/**',
  // A browser has no clock but its own; server-time.ts sets it by the server's.
  'src/web/client/**',
  // WeChat's side of the wire does not know the shop's clock, and the self-test compares with it.
  'src/sandbox/**',
  'src/channels/wechat-official/self-test/**',
  // A backup is as old as it really is.
  'src/backups/**',
  // What is removed is as old as it really is, also where a demonstration has moved the clock.
  'src/retention/**',
  // A demonstration tells what happened until now.
  'src/demo/**',
];

/** A title of nothing but placeholders, which says nothing in a report. */
const TITLES = [
  {
    selector:
      'CallExpression[callee.callee.object.name=/^(it|test)$/][callee.callee.property.name="each"][arguments.0.value=/^([^A-Za-z]*(%[sdifjoc#$]|[$][\\w.#]+))+[^A-Za-z]*$/]',
    message: 'A title is a whole statement, not only what was put in.',
  },
];

const restricted = (...syntax) => ({ 'no-restricted-syntax': ['error', ...syntax.flat()] });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'eslint.config.js', '.dependency-cruiser.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-properties': NO_ENVIRONMENT,
      eqeqeq: 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-nested-ternary': 'error',
      'no-warning-comments': 'error',
      'prefer-const': 'error',
      ...restricted(HABITS),
    },
  },
  {
    files: ['src/**', 'bench/**', 'scripts/**'],
    rules: {
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-nested-callbacks': ['error', 3],
      ...restricted(HABITS, UNPACKED),
    },
  },
  { files: ['src/**'], ignores: REAL_TIME, rules: restricted(HABITS, UNPACKED, CLOCK) },
  // The words by which a rule knows a customer's trouble are one a line.
  { files: ['src/triage/default-rules.ts'], rules: { 'max-lines': 'off' } },
  { files: ['test/**'], rules: restricted(HABITS, TITLES) },
  {
    files: ['src/platform/config/**', 'test/**', 'bench/**', 'scripts/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['**/*.mjs', 'scripts/*.js'], ...tseslint.configs.disableTypeChecked },
);
