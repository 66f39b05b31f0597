import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Layers by how long their files take, the longest first; others come after them. */
const LAYERS = ['windows', 'linux', 'faults', 'ui', 'cli', 'fuzz', 'contract'];
/** Files that take longer than the rest of their layer, the longest first. */
const FILES = [
  'killed-helper',
  'end-to-end-miseq',
  'end-to-end-installer',
  'power-cuts',
  'interrupted-run',
  'catalogue-import',
];

/** Begins with what takes longest, so that at the end no core waits for the last file of the other one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => placeOf(one) - placeOf(other));
  }
}

/** Equal places keep the order the runner gives them: larger files first. */
function placeOf({ project, moduleId }: TestSpecification): number {
  const layer = LAYERS.indexOf(project.name);
  const file = FILES.findIndex((name) => moduleId.includes(`/${name}.test.`));
  const inLayer = file === -1 ? FILES.length : file;
  return (layer === -1 ? LAYERS.length : layer) * (FILES.length + 1) + inLayer;
}
