export function buildWindow(folder: string): Promise<void>;
export function buildPage(folder: string): Promise<void>;
export function buildElectronFront(folder: string): Promise<void>;
