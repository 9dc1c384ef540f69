import type { SpecFixtures } from '../../../fixtures/conformance.js';

/** Whether the provider says that it offers XML: in the target file, else in its capability statement. */
export async function isXmlOffered({ consumer, target }: SpecFixtures): Promise<boolean> {
  if (target.declares.xml !== undefined) return target.declares.xml;
  const { body } = await consumer.capabilities();
  return body.items('format').some((format) => format.text?.includes('xml'));
}
