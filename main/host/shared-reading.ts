/** A reading that whoever asks while it is under way shares; the next one begins from nothing. */
export function sharedWhileReading<T>(reading: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => {
    underWay ??= reading().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
