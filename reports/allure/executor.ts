import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who ran the tests, as `executor.json` tells Allure. */
export interface AllureExecutor {
  readonly name: string;
  readonly type: string;
  readonly buildName?: string;
  readonly buildUrl?: string;
  readonly buildOrder?: number;
}

/** A CI server, by the variable that gives it away, and where it tells the name, number and address of a build. */
interface CiServer {
  readonly name: string;
  readonly type: string;
  readonly sign: string;
  readonly build: string;
  readonly number: string;
  readonly url: (variable: (name: string) => string) => string;
}

const servers: readonly CiServer[] = [
  {
    name: 'GitHub Actions',
    type: 'github',
    sign: 'GITHUB_ACTIONS',
    build: 'GITHUB_WORKFLOW',
    number: 'GITHUB_RUN_NUMBER',
    url: (get) => `${get('GITHUB_SERVER_URL')}/${get('GITHUB_REPOSITORY')}/actions/runs/${get('GITHUB_RUN_ID')}`,
  },
  {
    name: 'GitLab CI',
    type: 'gitlab',
    sign: 'GITLAB_CI',
    build: 'CI_JOB_NAME',
    number: 'CI_PIPELINE_IID',
    url: (get) => get('CI_JOB_URL'),
  },
  {
    name: 'Azure Pipelines',
    type: 'azure',
    sign: 'TF_BUILD',
    build: 'BUILD_DEFINITIONNAME',
    number: 'BUILD_BUILDID',
    url: (get) =>
      `${get('SYSTEM_COLLECTIONURI')}${get('SYSTEM_TEAMPROJECT')}/_build/results?buildId=${get('BUILD_BUILDID')}`,
  },
  {
    name: 'Jenkins',
    type: 'jenkins',
    sign: 'JENKINS_URL',
    build: 'JOB_NAME',
    number: 'BUILD_NUMBER',
    url: (get) => get('BUILD_URL'),
  },
];

/** The CI server that runs this process, as far as it says so; a person's own machine is called `local`. */
export function executorOf(environment: NodeJS.ProcessEnv): AllureExecutor {
  const get = (name: string): string => environment[name] ?? '';
  const server = servers.find(({ sign }) => get(sign) !== '');
  if (server === undefined) return { name: 'local', type: 'local' };
  const order = Number(get(server.number));
  const url = server.url(get);
  return {
    name: server.name,
    type: server.type,
    ...(get(server.build) !== '' && { buildName: `${get(server.build)} #${get(server.number)}` }),
    ...(URL.canParse(url) && { buildUrl: url }),
    ...(Number.isSafeInteger(order) && order > 0 && { buildOrder: order }),
  };
}

/** Writes `executor.json` into the folder of Allure results. */
export function writeExecutor(resultsFolder: string, environment: NodeJS.ProcessEnv = process.env): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, 'executor.json'), `${JSON.stringify(executorOf(environment), null, 2)}\n`);
}
