import { waiverFor } from '../ready-waiver.js';
import type { RequirementResult } from '../result.js';
import { markup, type Markup } from './markup.js';

/** A failure's entry for the waivers file, to be copied. */
export const readyWaiverBlock = (requirement: RequirementResult, startedAt: string): Markup =>
  markup`<details class="ready-waiver"><summary>Waive it for a while</summary><p>Add this to the waivers file of the target, and put in who answers for it.</p><pre tabindex="0">${waiverFor(requirement, startedAt)}</pre></details>`;
