import { createHash } from 'node:crypto';
import { FAULTS } from '../../fixtures/provider/faults/index.js';
import { areas, requirement } from '../../requirements/catalogue.js';

/** A drawn fault, with the area of the first requirement it violates. */
export interface SampledFault {
  readonly id: string;
  readonly area: string;
}

/**
 * Draws so many faults, of every area in proportion to its faults. Within an area those with the lowest hash of their id
 * are drawn, so that nobody chose them and every machine draws the same.
 */
export function drawSample(size: number): readonly SampledFault[] {
  const all = FAULTS.map(({ id, violates: [first = ''] }) => ({ id, area: requirement(first).area }));
  const seats = seatsByArea(all, size);
  return areas.flatMap((area) =>
    all
      .filter((fault) => fault.area === area)
      .sort((one, other) => (hashOf(one.id) < hashOf(other.id) ? -1 : 1))
      .slice(0, seats.get(area) ?? 0),
  );
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/** Shares out by the largest remainder; the order of the areas decides between equal ones. */
function seatsByArea(all: readonly SampledFault[], size: number): ReadonlyMap<string, number> {
  const exact = areas.map((area) => ({
    area,
    share: (all.filter((fault) => fault.area === area).length * size) / all.length,
  }));
  const left = size - exact.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const favoured = [...exact].sort((one, other) => (other.share % 1) - (one.share % 1)).slice(0, left);
  return new Map(exact.map((one) => [one.area, Math.floor(one.share) + (favoured.includes(one) ? 1 : 0)]));
}
