/**
 * One direction of imports (docs/architecture.md). Each row says which folders a folder may import from, besides itself,
 * the error type in problem.ts, appended-lines.ts, and packages.
 */
const mayImport = {
  profiles: [],
  requirements: ['profiles'],
  'fixtures/target': [],
  'fixtures/transport': ['fixtures/target'],
  'fixtures/consumer': ['fixtures/target', 'fixtures/transport', 'requirements', 'profiles'],
  'fixtures/ledger': ['fixtures/consumer', 'fixtures/target', 'fixtures/transport', 'requirements'],
  'fixtures/provider': ['fixtures/target/nearest', 'profiles/definitions'],
  'fixtures/suite': ['fixtures/', 'requirements', 'profiles', 'reports/(evidence-log|result|allure/categories)'],
  'fixtures/federation': ['fixtures/', 'requirements', 'profiles', 'reports/untrusted-text'],
  reports: ['requirements', 'profiles', 'fixtures/(suite|target|ledger|transport|federation)'],
};

const rules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder.replace('/', '-')}-imports-only-what-the-architecture-allows`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: '^(?!node_modules)[^.].*\\.(ts|js|mjs)$',
    pathNot: [
      '^node_modules',
      '^fhir/',
      '^(problem|appended-lines)\\.ts$',
      `^${folder}/`,
      ...allowed.map((name) => `^${name}`),
    ],
    dependencyTypesNot: ['core', 'npm', 'npm-dev'],
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'The validator walks nested data, so its walk is mutually recursive; nothing else is.',
      severity: 'error',
      from: { pathNot: '^profiles/validator/walk/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-the-suite-knows-the-runner',
      comment: 'Checks, consumer, transport and reports stay usable without a test runner.',
      severity: 'error',
      from: { path: '^(profiles|requirements|fixtures/(target|transport|consumer|ledger|provider)|cli)/' },
      to: { path: '^node_modules/@playwright' },
    },
    ...rules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|reports/out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
