/**
 * Where every tool meets the provider: one practice, on the evening of the gates, to whose days the examples of
 * `openapi.yaml` belong.
 */
export const setting = {
  practices: ['A20047'],
  clock: (): number => Date.parse('2027-01-10T20:00:00Z'),
};
