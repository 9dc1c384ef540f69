import { test, expect } from '@playwright/test';
import { loadTarget } from '../../../fixtures/target/load.js';
import { environmentName, leafPaths } from '../../../fixtures/target/settings.js';
import { pathText } from '../../../fixtures/target/mistakes.js';
import type { Target } from '../../../fixtures/target/target.js';
import { plainTarget, refusalOf, targetFile } from './target-files.js';

interface Layers {
  readonly file?: string;
  readonly environment?: string;
  readonly flag?: string;
}

interface Row {
  readonly path: string;
  readonly variable: string;
  readonly read: (target: Target) => unknown;
  readonly values: { readonly file: string; readonly environment: string; readonly flag: string };
  readonly default: unknown;
}

const rows: readonly Row[] = [
  {
    path: 'timeouts.connectMs',
    variable: 'GPC_TIMEOUTS_CONNECT_MS',
    read: ({ timeouts }) => timeouts.connectMs,
    values: { file: '11', environment: '12', flag: '13' },
    default: 5000,
  },
  {
    path: 'policies.reason',
    variable: 'GPC_POLICIES_REASON',
    read: ({ policies }) => policies.reason,
    values: { file: 'omit', environment: 'send', flag: 'omit' },
    default: 'send',
  },
  {
    path: 'tls.rejectUnauthorized',
    variable: 'GPC_TLS_REJECT_UNAUTHORIZED',
    read: ({ tls }) => tls.rejectUnauthorized,
    values: { file: 'false', environment: 'true', flag: 'false' },
    default: true,
  },
  {
    path: 'pace.perPractice.requestsPerSecond',
    variable: 'GPC_PACE_PER_PRACTICE_REQUESTS_PER_SECOND',
    read: ({ pace }) => pace.perPractice.requestsPerSecond,
    values: { file: '0.5', environment: '2.5', flag: '3' },
    default: undefined,
  },
  {
    path: 'declares.xml',
    variable: 'GPC_DECLARES_XML',
    read: ({ declares }) => declares.xml,
    values: { file: 'true', environment: 'false', flag: 'true' },
    default: undefined,
  },
];

/** Writes `a.b.c: value` as nested flow mappings. */
function yamlLine(path: string, value: string): string {
  const [first = '', ...rest] = path.split('.');
  return `${first}: ${rest.reduceRight((inner, key) => `{ ${key}: ${inner} }`, value)}\n`;
}

function loadWith(row: Row, { file, environment, flag }: Layers): Target {
  const text = file === undefined ? plainTarget : plainTarget + yamlLine(row.path, file);
  return loadTarget({
    file: targetFile(text),
    environment: environment === undefined ? {} : { [row.variable]: environment },
    settings: flag === undefined ? [] : [`${row.path}=${flag}`],
  });
}

/** Every set of layers that may speak, in order of precedence; the first one in each is the one that counts. */
const speaking: readonly (readonly (keyof Row['values'])[])[] = [
  ['flag', 'environment', 'file'],
  ['flag', 'environment'],
  ['flag', 'file'],
  ['flag'],
  ['environment', 'file'],
  ['environment'],
  ['file'],
];

for (const row of rows) {
  test(`${row.path}: flag wins over environment, environment over file`, () => {
    const sources = {
      flag: /^flag$/,
      environment: new RegExp(`^environment ${row.variable}$`),
      file: /target\.yaml:12$/,
    };
    for (const layers of speaking) {
      const [winner = 'file'] = layers;
      const target = loadWith(row, Object.fromEntries(layers.map((layer) => [layer, row.values[layer]])));
      expect(String(row.read(target)), layers.join()).toBe(row.values[winner]);
      expect(target.sourceOf(row.path), layers.join()).toMatch(sources[winner]);
    }
  });

  test(`${row.path}: where nobody speaks, the default holds`, () => {
    const target = loadWith(row, {});
    expect(row.read(target)).toBe(row.default);
    expect(target.sourceOf(row.path)).toBe('default');
  });
}

test('named flags come as a target in part, and --set wins over them', () => {
  const file = targetFile(plainTarget);
  const flags = { timeouts: { connectMs: 7, bodyMs: 8 }, proxy: undefined };
  const target = loadTarget({ file, flags, settings: ['timeouts.bodyMs=9'], environment: {} });
  expect(target.timeouts).toMatchObject({ connectMs: 7, bodyMs: 9, headersMs: 30000 });
  expect(target.proxy).toBeUndefined();
});

test('one practice of the list can be changed by its position', () => {
  const environment = { GPC_PRACTICES_1_BASE_URL: 'https://other.example/x', GPC_PRACTICES_0_PATIENT_LOGICAL_ID: '77' };
  const target = loadTarget({ file: targetFile(plainTarget), environment });
  expect(target.practices.map(({ baseUrl }) => baseUrl)).toEqual([
    'https://provider.example/A20047/STU3/1',
    'https://other.example/x',
  ]);
  expect(target.practices[0]?.patient.logicalId).toBe('77');
  expect(target.sourceOf('practices[1].baseUrl')).toBe('environment GPC_PRACTICES_1_BASE_URL');
  expect(target.sourceOf('practices.0.baseUrl')).toMatch(/target\.yaml:5$/);
});

test('a token source of a higher layer takes the place of the one below it', () => {
  const file = targetFile(plainTarget.replace('token: none', 'token: { env: NOT_SET }'));
  const environment = { GPC_PRACTICES_0_TOKEN_STATIC: 'from-the-environment' };
  const token = loadTarget({ file, environment }).practices[0]?.token;
  expect(token?.kind).toBe('static');
  const open = loadTarget({ file, environment: { GPC_PRACTICES_0_TOKEN: 'none' } }).practices[0]?.token;
  expect(open).toEqual({ kind: 'none' });
});

test('an environment list is parted by commas', () => {
  const target = loadTarget({ file: targetFile(plainTarget), environment: { GPC_FEDERATION: 'B82617, A20047' } });
  expect(target.federation.map(({ odsCode }) => odsCode)).toEqual(['B82617', 'A20047']);
});

test('GPC_TARGET names the file, then TARGET; the flag wins over both, and empty means not set', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((name) =>
    targetFile(plainTarget.replace('Example supplier', name)),
  );
  const nameOf = (options: Parameters<typeof loadTarget>[0]): string => loadTarget(options).name;
  expect(nameOf({ environment: { TARGET: one } })).toBe('one');
  expect(nameOf({ environment: { TARGET: one, GPC_TARGET: two } })).toBe('two');
  expect(nameOf({ environment: { TARGET: one, GPC_TARGET: '' } })).toBe('one');
  expect(nameOf({ file: three, environment: { TARGET: one, GPC_TARGET: two } })).toBe('three');
});

test('without a file, flags and environment can say everything', () => {
  const practice = {
    odsCode: 'A20047',
    baseUrl: 'http://127.0.0.1:9/x',
    token: 'none',
    patient: { nhsNumber: '9990548609' },
  };
  const target = loadTarget({ flags: { name: 'embedded', practices: [practice] }, environment: {} });
  expect(target.file).toBeUndefined();
  expect(target.practices[0]?.name).toBe('A20047');
  expect(target.sourceOf('practices[0].baseUrl')).toBe('flag');
});

test('an empty variable is not set, and one that names nothing here is left alone', () => {
  const environment = { GPC_NAME: '', GPC_TOKEN: 'abc', GPC_SOMETHING_ELSE_ENTIRELY: '1' };
  expect(loadTarget({ file: targetFile(plainTarget), environment }).name).toBe('Example supplier');
});

test('a variable that a token is taken from is not also read as a setting', () => {
  const file = targetFile(plainTarget.replace('token: none', 'token: { env: GPC_NAME }'));
  const target = loadTarget({ file, environment: { GPC_NAME: 'a-token' } });
  expect(target.name).toBe('Example supplier');
});

test('a flag that forgets the position in a list is refused at the flag', () => {
  const message = refusalOf(() =>
    loadTarget({ file: targetFile(plainTarget), environment: {}, settings: ['practices.name=x'] }),
  );
  expect(message).toContain('flag  practices.name: names no position of the list');
});

test('every single value has an environment name of its own', () => {
  const paths = leafPaths();
  const names = paths.map(environmentName);
  expect(names).toContain('GPC_TIMEOUTS_CONNECT_MS');
  expect(names).toContain('GPC_PRACTICES_0_TOKEN_ENV');
  expect(new Set(names).size).toBe(names.length);
  expect(paths.map(pathText)).toContain('evidence.expiredToken.env');
});

test('the name of a value leads back to that value, for every value a target has', () => {
  for (const path of leafPaths().filter((path) => !path.includes(0))) {
    const name = environmentName(path);
    const work = (): unknown => loadTarget({ file: targetFile(plainTarget), environment: { [name]: ' no value ' } });
    const place = pathText(path);
    // Either it is refused there, or the target says that it came from there.
    try {
      const target = work();
      expect((target as Target).sourceOf(place), name).toBe(`environment ${name}`);
    } catch {
      expect(refusalOf(work), name).toContain(`environment ${name}  `);
    }
  }
});
