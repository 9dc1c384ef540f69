import { test, expect } from '@playwright/test';
import { loadTarget } from '../../../fixtures/target/load.js';
import { plainTarget, refusalOf, targetFile } from './target-files.js';

const federated = `${plainTarget}federation: { file: practices.csv, defaults: { patient: { nhsNumber: "9990548617" } } }\n`;

test('a federation comes from a table whose columns are named as the keys', () => {
  const table = [
    'odsCode,name,baseUrl,token.env,token,patient.nhsNumber,patient.logicalId,otherPremises',
    'C00001,"Green, White & Partners",https://one.example/x,T1,,9990548609,p-1,',
    '# a remark',
    '',
    'C00002,"The ""Old"" Surgery",https://two.example/x,,none,,,"Y00001,Y00002"',
  ].join('\r\n');
  const target = loadTarget({
    file: targetFile(federated, { 'practices.csv': `\uFEFF${table}\r\n` }),
    environment: { T1: 't' },
  });
  const [one, two] = target.federation;
  expect(target.federation).toHaveLength(2);
  expect(one).toMatchObject({
    odsCode: 'C00001',
    name: 'Green, White & Partners',
    token: { kind: 'env', name: 'T1' },
    patient: { logicalId: 'p-1' },
  });
  expect(two).toMatchObject({
    name: 'The "Old" Surgery',
    token: { kind: 'none' },
    patient: { nhsNumber: '9990548617' },
    otherPremises: ['Y00001', 'Y00002'],
  });
  expect(target.sourceOf('federation[1].baseUrl')).toBe('file practices.csv:5');
});

test('mistakes in a table are named by its name and line', () => {
  const table =
    'odsCode,baseUrl,token,color\nC00001,https://one.example/,none,x\nC00002,https://two.example\nc3,https://three.example,none,\n';
  const message = refusalOf(() =>
    loadTarget({ file: targetFile(federated, { 'practices.csv': table }), environment: {} }),
  );
  expect(message).toContain('practices.csv:1: has a column "color"');
  expect(message).toContain('practices.csv:2  federation[0].baseUrl: ends with a slash');
  expect(message).toContain('practices.csv:3: has 2 cells, not 4');
  expect(message).toContain('practices.csv:4  federation[1].odsCode: is not an ODS code');
});

test('a federation comes from JSON or YAML, and may name practices by their code', () => {
  const entry = { odsCode: 'C00001', baseUrl: 'https://one.example/x', token: 'none' };
  for (const [name, text] of [
    ['p.json', JSON.stringify(['A20047', entry])],
    ['p.yaml', '- A20047\n- { odsCode: C00001, baseUrl: "https://one.example/x", token: none }\n'],
  ] as const) {
    const target = loadTarget({
      file: targetFile(`${plainTarget}federation: { file: ${name} }\n`, { [name]: text }),
      environment: {},
    });
    expect(target.federation.map(({ odsCode }) => odsCode)).toEqual(['A20047', 'C00001']);
    expect(target.federation[0]).toBe(target.practices[0]);
  }
});

test('a member without a patient is asked as the patient of the first practice, whose id there is not known', () => {
  const file = targetFile(
    `${plainTarget}federation:\n  - { odsCode: C00001, baseUrl: "https://one.example/x", token: none }\n`,
  );
  expect(loadTarget({ file, environment: {} }).federation[0]?.patient).toEqual({ nhsNumber: '9990548609' });
});

test('a mistake in a JSON list is named by its line there', () => {
  const text = JSON.stringify(
    [{ odsCode: 'C00001', baseUrl: 'https://one.example/x', token: 'none' }, { odsCode: 'C00002' }],
    null,
    1,
  );
  const file = targetFile(`${plainTarget}federation: { file: p.json }\n`, { 'p.json': text });
  const message = refusalOf(() => loadTarget({ file, environment: {} }));
  expect(message).toContain('p.json:7  federation[1].baseUrl: is missing');
  expect(message).toContain('p.json:7  federation[1].token: is missing');
});

test('a named file that is no list says so', () => {
  const file = targetFile(`${plainTarget}waivers: w.yaml\n`, { 'w.yaml': 'requirement: SLOT-001\n' });
  expect(refusalOf(() => loadTarget({ file, environment: {} }))).toContain('w.yaml  waivers: holds no list');
});

test('waivers and attestations come from files of their own, with mistakes at their lines', () => {
  const waiver =
    '- requirement: SLOT-017\n  practice: A20047\n  reason: fixed in the next release\n  owner: A. Person\n  expires: "2030-01-31"\n';
  const attestation =
    '- { requirement: NFR-003, by: A. Person, date: "2030-01-01", statement: read, evidence: papers/case.txt }\n';
  const text = `${plainTarget}waivers: w.yaml\nattestations: papers/a.yaml\n`;
  const others = { 'papers/a.yaml': attestation, 'papers/case.txt': 'DCB0129' };
  const target = loadTarget({ file: targetFile(text, { 'w.yaml': waiver, ...others }), environment: {} });
  expect(target.waivers).toEqual([
    {
      requirement: 'SLOT-017',
      practices: ['A20047'],
      reason: 'fixed in the next release',
      owner: 'A. Person',
      expires: '2030-01-31',
    },
  ]);
  expect(target.attestations).toMatchObject([{ requirement: 'NFR-003', met: true }]);

  const wrong = targetFile(text, { 'w.yaml': `${waiver}- { requirement: SLOT-17x }\n`, ...others });
  const message = refusalOf(() => loadTarget({ file: wrong, environment: {} }));
  expect(message).toContain('w.yaml:6  waivers[1].requirement: is not written as it should be');
  expect(message).toContain('w.yaml:6  waivers[1].expires: is missing');
});

test('paths start at the folder of the target file, wherever the command is run', () => {
  const file = targetFile(`${plainTarget}tls: { ca: [certs/ca.pem] }\n`, { 'certs/ca.pem': 'x' });
  expect(loadTarget({ file, environment: {} }).tls.ca).toEqual([file.replace('target.yaml', 'certs/ca.pem')]);
});

test('a table may list the practices of the suite again, and then means those', () => {
  const table =
    'odsCode,baseUrl,token\nA20047,https://provider.example/A20047/STU3/1,none\nC00001,https://one.example,none\n';
  const target = loadTarget({ file: targetFile(federated, { 'practices.csv': table }), environment: {} });
  expect(target.federation[0]).toBe(target.practices[0]);
  expect(target.federation[1]?.odsCode).toBe('C00001');
});

test('six thousand practices of a federation are loaded within six seconds', () => {
  const rows = Array.from({ length: 6300 }, (_, at) => `C${String(at).padStart(5, '0')},https://p.example/${at},none`);
  const file = targetFile(federated, { 'practices.csv': `odsCode,baseUrl,token\n${rows.join('\n')}\n` });
  const started = performance.now();
  expect(loadTarget({ file, environment: {} }).federation).toHaveLength(6300);
  expect(performance.now() - started).toBeLessThan(6000);
});
