import type { CollectedSpec } from '../../fixtures/suite/collection.js';
import type { Answer } from '../../requirements/answer.js';
import { expectedProfiles } from '../../requirements/expected-profiles.js';
import { faultById } from '../../fixtures/provider/faults/index.js';
import { compared } from '../../scripts/gates/comparison.js';
import { JudgedBefore } from '../../scripts/gates/judged-before.js';
import { outcomesOf, type Outcomes } from '../../scripts/gates/outcomes.js';
import { byEveryStandingRule } from '../../scripts/gates/standing-judge.js';
import type { StandingJudge } from '../../fixtures/suite/workbench.js';
import type { Observed } from './observed.js';
import { setting } from './setting.js';

/** A recorded response with the profiles of its interaction, as it is given to a validator. */
export interface Response {
  readonly body: string;
  readonly profiles: readonly string[];
}

/** One walk of the suite: what the harness found, and every response with a body that came by. */
export interface Walk extends Observed {
  readonly responses: readonly Response[];
}

/** Walks the suite in this process as the gates do, at the conformant provider first and then at faulty ones. */
export class HarnessWalks {
  private readonly judgedBefore = new JudgedBefore(byEveryStandingRule);
  private baseline: Outcomes | undefined;

  constructor(private readonly specs: readonly CollectedSpec[]) {}

  /** The findings are the requirements that do not pass though nothing is wrong. */
  async atConformant(): Promise<Walk> {
    const { outcomes, responses } = await this.walk([], this.judgedBefore.judgeAndRemember);
    this.baseline = outcomes;
    const alarms = [...outcomes.of.values()].filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
    return { seconds: outcomes.seconds, findings: alarms.map((one) => one.requirement), responses };
  }

  /** The findings are the requirements that came out worse than at the conformant provider, which has to be walked before. */
  async atFaulty(id: string): Promise<Walk> {
    if (this.baseline === undefined) throw new Error('The conformant provider has to be walked before a faulty one');
    const { outcomes, responses } = await this.walk([id], this.judgedBefore.recallOrJudge);
    const { turned } = compared(faultById(id), this.baseline, outcomes);
    return { seconds: outcomes.seconds, findings: turned, responses };
  }

  private async walk(faults: readonly string[], judge: StandingJudge) {
    const responses: Response[] = [];
    const listening: StandingJudge = (answer, context) => {
      const body = Buffer.from(answer.parts.bytes).toString('utf8');
      if (body !== '') responses.push({ body, profiles: profilesOf(answer, body) });
      return judge(answer, context);
    };
    const outcomes = await outcomesOf({
      ...{ faults, specs: this.specs, judge: listening, walkers: 1, format: 'json' },
      ...setting,
    });
    return { outcomes, responses };
  }
}

const searchset = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Searchset-Bundle-1';

/** Entries are held against the profiles that the Bundle's profile asks of them; it cannot be had for an empty Bundle. */
function profilesOf(answer: Answer, body: string): readonly string[] {
  const { profiles, entryProfiles } = expectedProfiles(answer);
  return entryProfiles.length > 0 && /"entry"|<entry>/.test(body) ? [searchset] : profiles;
}
