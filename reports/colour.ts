/** A stream that may be a terminal. */
interface MaybeTerminal {
  readonly isTTY?: boolean;
}

/**
 * Whether text for this stream may carry colour: only on a terminal, unless the environment says otherwise. NO_COLOR
 * with any value turns it off, FORCE_COLOR with any value but 0 or false turns it on, and the first has the last word.
 */
export function wantsColour(stream: MaybeTerminal, environment: NodeJS.ProcessEnv = process.env): boolean {
  const { NO_COLOR: none = '', FORCE_COLOR: forced = '' } = environment;
  if (none !== '' || forced === '0' || forced === 'false') return false;
  return forced !== '' || stream.isTTY === true;
}
