// Closes a way into Node that has no option to close it.

/** As it stands among the constants of Node: a C string of its own. */
const NAME = Buffer.from('\0NODE_COMPILE_CACHE\0');

/**
 * Makes a copy of Node (its bytes, in place) deaf to `NODE_COMPILE_CACHE`. Node would take compiled code from the folder it names, and checks little more
 * of it than the length of its source, so whoever sets the environment of an elevated program could run code of their own in it.
 * An empty name is the name of no variable. Throws when Node has changed so that this no longer fits.
 */
export function closeCompileCache(bytes) {
  const at = bytes.indexOf(NAME);
  if (at === -1 || bytes.indexOf(NAME, at + 1) !== -1)
    throw new Error('NODE_COMPILE_CACHE is not where it was in this Node');
  bytes[at + 1] = 0;
}
