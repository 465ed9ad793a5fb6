import { defineConfig } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const parserOptions = {
  projectService: true,
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.svelte'],
}

const house = {
  'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
  eqeqeq: 'error',
  'no-constant-binary-expression': 'error',
  'no-self-compare': 'error',
  'no-unreachable-loop': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
}

// Node strips types, it does not compile: what needs compiling fails only when it is run. Names say what a thing is.
const roleNames = '/(Manager|Handler|Helper|Utils?|Service|Impl)$|^(Base|Abstract|I)[A-Z]/'
const banned = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals: Node strips types and cannot compile an enum.' },
  {
    selector: `:matches(ClassDeclaration, TSInterfaceDeclaration)[id.name=${roleNames}]`,
    message: 'Name it after what it is, not after a role every class has.',
  },
]

// Which of these need types, and so are for pages only, is for `disableTypeChecked` to say.
const typescript = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // A `let` that a callback changes looks constant to it, and so does what a library types too narrowly.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // It takes any property named like an old method of String, `fixed` for one, for that method.
  '@typescript-eslint/no-deprecated': 'off',
  // No enum of ours exists. Those of TikTok's messages are the numbers on the wire, and a newer one may always come.
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  // Objects here come from factory functions and hold closures: their methods need no `this`, and may be taken off.
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-dynamic-delete': 'off',
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // An async function without await still promises never to throw at its caller, which is what an interface may ask for.
  '@typescript-eslint/require-await': 'off',
  'no-restricted-syntax': ['error', ...banned],
}

// Everything that tells the time, draws lots, waits or reaches out. The pure core is given these as arguments.
const impureGlobals = [
  'process',
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'globalThis',
  'global',
  'Buffer',
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'BroadcastChannel',
  'Worker',
  'console',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
]

const pure = {
  'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: 'This module is pure: take it as an argument.' }))],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take the time as an argument (shared/src/clock.ts).' },
    { object: 'Math', property: 'random', message: 'Take `random: () => number` as an argument.' },
  ],
  'no-restricted-syntax': [
    'error',
    ...banned,
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time as an argument.' },
    { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time as an argument.' },
    { selector: 'ImportExpression', message: 'This module is pure: no loading while it runs.' },
  ],
}

/** Import rules for some files: `[regex, message]` pairs. Types may come from anywhere the first list does not forbid. */
const imports = (never, typesOnly = []) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        ...never.map(([regex, message]) => ({ regex, message })),
        ...typesOnly.map(([regex, message]) => ({ regex, message, allowTypeImports: true })),
      ],
    },
  ],
})

// Real time in a test makes it slow on a quick machine and wrong on a busy one.
const toWait = 'Wait with waitFor or stays (tests/support/wait.ts), for our own timers by advancing a clock.'
const sleeps = [
  'CallExpression[callee.property.name="waitForTimeout"]',
  'CallExpression[callee.object.name="Atomics"][callee.property.name=/^wait/]',
  'NewExpression[callee.name="Promise"] CallExpression:matches([callee.name="setTimeout"], [callee.property.name="setTimeout"])',
  'CallExpression:matches([callee.name="promisify"], [callee.property.name="promisify"]) > [name="setTimeout"]',
].map((selector) => ({ selector, message: toWait }))
const noSleeps = {
  'no-restricted-syntax': ['error', ...banned, ...sleeps],
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      paths: ['node:timers/promises', 'timers/promises'].map((name) => ({
        name,
        importNames: ['setTimeout', 'setInterval', 'scheduler', 'default'],
        message: toWait,
      })),
    },
  ],
}

const toTests = ['^(\\.\\./)+tests/|^@standby/tests', 'What ships never imports a test.']
const toOverlay = ['^(\\.\\./)+overlay/|^@standby/overlay|^svelte', 'The bridge and the pages share only shared/.']
const toBridge = ['^(\\.\\./)+bridge/|^@standby/bridge', 'The bridge and the pages share only shared/.']
const toShared = ['^(\\.\\./)+shared/', 'Say @standby/shared/….']
const toNode = ['^node:', 'The pages run in a browser.']
const toPage = ['^(\\.\\./)+(dock|home|overlay|standby)/', 'Move what two pages use to overlay/src/parts/.']
const toOutside = ['^(?!\\.\\.?/|zod$)', 'shared/ imports its own files and zod, nothing else.']
const toAdapter = [
  '^\\.\\.?/(\\.\\./)*(obs/link/adapter|sources/tiktok/attempt|server/(http|tokens)|store/(journal|database|store)|feed/hub)\\.ts',
  'Only the code that puts a feature together uses adapters; elsewhere import the type, take the value as an argument.',
]
// What puts the bridge, and a feature, together.
const wiring = ['bridge/src/*.ts', 'bridge/src/{live,obs,settings}/*.ts', 'bridge/src/*/{feature,setup,show,main,further-channel}.ts']

export default defineConfig(
  { ignores: ['**/node_modules/', 'overlay/dist/', 'bridge/dist/', 'tests/output/', 'dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.js'], languageOptions: { globals: globals.node }, rules: house },

  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions },
    rules: { ...house, ...typescript },
  },
  // With types, linting .ts files takes longer than everything else here. oxlint has the rules that need them (.oxlintrc.json).
  { files: ['**/*.ts'], ignores: ['**/*.svelte.ts'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [...svelte.configs.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { ...parserOptions, parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/require-each-key': 'error',
      // What is not shown need not be reactive: a Set of listeners, the parts of an address.
      'svelte/prefer-svelte-reactivity': 'off',
      // `let { a } = $props()` is how Svelte 5 reads its props.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state', '$derived'] }],
    },
  },

  { files: ['shared/src/**/*.ts'], rules: { ...pure, ...imports([toOutside, toTests, toOverlay, toBridge]) } },
  { files: ['bridge/src/**/*.ts'], rules: { 'no-console': 'error', ...imports([toOverlay, toTests, toShared], [toAdapter]) } },
  {
    files: wiring,
    rules: imports([toOverlay, toTests, toShared]),
  },
  { files: ['bridge/src/{main,doctor/main,fleet/main}.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['bridge/src/**/*.pure.ts'],
    rules: { ...pure, ...imports([toOverlay, toTests, toShared, ['^node:', 'This module is pure.']], [toAdapter]) },
  },
  { files: ['overlay/src/**/*.{ts,svelte}'], rules: { 'no-console': 'error', ...imports([toBridge, toTests, toShared, toNode, toPage]) } },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // A test that finds nothing where it expects something should fail, and does.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `expect.any(String)` and its kin are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    ignores: ['tests/support/wait.ts', 'tests/lab/**', 'tests/browser/**', 'tests/support/browser/**'],
    rules: noSleeps,
  },
)
