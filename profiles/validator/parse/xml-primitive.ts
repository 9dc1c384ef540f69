import type { PrimitiveType } from '../walk/primitives.js';

/** The JSON form of the text of an XML attribute; `text` only where a number does not show how it was written. */
export interface PrimitiveForm {
  readonly form: string | number | boolean | undefined;
  readonly text: string | undefined;
}

/** Makes a number or a boolean of a text where the type wants one. A text that is none stays text; the walker reports it. */
export function primitiveForm(value: string | undefined, type: PrimitiveType | undefined): PrimitiveForm {
  if (value === undefined || type === undefined || type.json === 'string') return { form: value, text: undefined };
  if (type.json === 'boolean')
    return { form: value === 'true' || value === 'false' ? value === 'true' : value, text: undefined };
  if (!/^[-+]?\d+(?:\.\d+)?$/.test(value)) return { form: value, text: undefined };
  const number = Number(value);
  return { form: number, text: String(number) === value ? undefined : value };
}
