/** A start tag of an HTML page. Attribute names are in lower case. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const token =
  /<!--[\s\S]*?-->|<(script|style)\b([^>]*)>[\s\S]*?<\/\1\s*>|<([a-z][a-z0-9-]*)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
const attribute = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The start tags of a page in their order; what stands inside scripts, styles and comments is no tag. */
export function parseTags(html: string): readonly Tag[] {
  return [...html.matchAll(token)].flatMap(([, raw, rawAttributes, plain, plainAttributes]) => {
    const name = raw ?? plain;
    if (name === undefined) return [];
    return [{ name: name.toLowerCase(), attributes: attributesOf(rawAttributes ?? plainAttributes ?? '') }];
  });
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(attribute)].map(([, name = '', ...values]) => {
    const value = values.find((one) => one !== undefined) ?? '';
    return [name.toLowerCase(), value] as const;
  });
  return Object.fromEntries(found);
}
