/** Says that a folder is in use from now on, so that nobody takes it for a stale one; false where there is none. */
export function markUsed(folder: string): Promise<boolean>;
/** Removes folders that nobody has used for a time, also what a killed run left half made. */
export function removeUnused(parent: string, milliseconds: number): Promise<void>;
