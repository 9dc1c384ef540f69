/** The reports of a run, by their names below the output folder (architecture, section 6). */
export const reportFiles = {
  result: 'conformance.json',
  html: 'report.html',
  markdown: 'summary.md',
  junit: 'junit.xml',
  matrix: 'matrix.csv',
  testReport: 'testreport.json',
  ctrf: 'ctrf.json',
  allureResults: 'allure-results',
  allureReport: 'allure-report/index.html',
} as const;

/** What a run leaves beside its reports, by name below the output folder. */
export const runFiles = {
  basis: 'basis.json',
  target: 'target.yaml',
  ledger: 'ledger.jsonl',
  preflight: 'preflight.json',
  evidence: 'evidence',
  exchanges: 'exchanges',
} as const;
