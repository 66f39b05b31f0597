const PREFIX = '--ucs-calls=';

/** The channels between the window's main frame and this process. */
export const CALL_CHANNEL = 'ucs-call';
export const PUSH_CHANNEL = 'ucs-push';

/** How the names of the calls reach the preload script, which is bundled without the contract's schemas. */
export function callNamesArgument(names: readonly string[]): string {
  return `${PREFIX}${names.join(',')}`;
}

/** The names, from the arguments of a window's process. Throws where there are none: such a window could do nothing. */
export function callNamesFrom(args: readonly string[]): string[] {
  const argument = args.find((each) => each.startsWith(PREFIX));
  if (argument === undefined) throw new TypeError('this window was not told its calls');
  return argument.slice(PREFIX.length).split(',');
}
