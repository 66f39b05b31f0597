/** One thing to time. `prepare` is not timed and gives each round a fresh start. */
export interface Subject<T = void> {
  name: string;
  prepare?(): Promise<T>;
  run(prepared: T): Promise<void>;
}

/** Milliseconds of one run. */
async function timed<T>(subject: Subject<T>): Promise<number> {
  const prepared = (await subject.prepare?.()) as T;
  const start = process.hrtime.bigint();
  await subject.run(prepared);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Medians of two subjects timed in turns, so that whatever else the machine does falls on both alike. */
export async function pairedMedians<A, B>(
  one: Subject<A>,
  other: Subject<B>,
  rounds: number,
): Promise<{ one: number; other: number; ratio: number }> {
  await timed(one);
  await timed(other);
  const times: { one: number; other: number }[] = [];
  for (let round = 0; round < rounds; round += 1) times.push({ one: await timed(one), other: await timed(other) });
  return {
    one: median(times.map((pair) => pair.one)),
    other: median(times.map((pair) => pair.other)),
    ratio: median(times.map((pair) => pair.one / pair.other)),
  };
}
