import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export it by its name, which is also the name of the file.',
}

const clockIsHandedIn = [
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[object.name='Temporal'][property.name='Now']",
].map((selector) => ({ selector, message: 'Only app.ts reads the clock. Take `now: Instant` as a parameter.' }))

const settingsAreHandedIn = {
  object: 'process',
  property: 'env',
  message: 'Only config.ts reads the environment. Take the setting as a parameter.',
}

const everywhere = {
  eqeqeq: 'error',
  'no-empty': 'error',
  'no-irregular-whitespace': 'error',
  'no-misleading-character-class': 'error',
  'no-regex-spaces': 'error',
  'no-self-assign': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
}

const typed = {
  'no-console': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // Text is taken apart by code points, on purpose; where people count letters, Intl.Segmenter does it.
  '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
  // What an interface promises as asynchronous may be done at once on one of the two databases.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
}

export default defineConfig(
  { files: ['**/*.ts', '**/*.js'], linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: everywhere },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: new URL('..', import.meta.url).pathname } },
    rules: typed,
  },
  { files: ['**/*.ts'], ignores: ['tests/*.config.ts'], rules: { 'no-restricted-syntax': ['error', noDefaultExport] } },
  { files: ['src/**/*.ts'], ignores: ['src/app.ts'], rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...clockIsHandedIn] } },
  { files: ['src/**/*.ts'], ignores: ['src/config.ts'], rules: { 'no-restricted-properties': ['error', settingsAreHandedIn] } },
  { files: ['tests/**/*.ts'], rules: { 'no-console': 'off' } },
)
