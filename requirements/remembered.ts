/** Longer texts are nothing that comes again, and would only be held. */
const longest = 200;
const most = 20_000;

/** The same answer without working it out anew: the few hundred texts and times of a provider come again and again. */
export function remembered<Asked extends string | number | undefined, Said>(
  answer: (asked: Asked) => Said,
): (asked: Asked) => Said {
  const known = new Map<Asked, Said>();
  return (asked) => {
    if (typeof asked === 'string' && asked.length > longest) return answer(asked);
    const before = known.get(asked);
    if (before !== undefined || known.has(asked)) return before as Said;
    const own = ofItsOwn(asked);
    const said = answer(own);
    if (known.size >= most) known.clear();
    known.set(own, said);
    return said;
  };
}

/** A text that was cut out of a body holds on to the whole of it, and so does all that is cut out of it, until it is made anew. */
const ofItsOwn = <Asked>(asked: Asked): Asked =>
  typeof asked === 'string' ? (Buffer.from(asked, 'utf16le').toString('utf16le') as typeof asked) : asked;
