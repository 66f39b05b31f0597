/** Folder outside the tree for what is slow to fetch or make and always comes out the same. */
export const CACHE: string;
/** Folder with the wanted files of a pinned package; fetches it with npm at first use. */
export function pinnedPackage(name: string): Promise<string>;
