import { canonicalJson, type Json } from '../../model/json.ts';

/**
 * JSON Merge Patch (RFC 7396), the way a scenario extends its template: objects merge name by name, `null` takes a name
 * away, everything else (lists too) replaces. Gives a new value; neither argument is changed.
 */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name] ?? null, value);
  }
  return merged;
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON for people to read, names in order, so that equal values give equal bytes. Ends with a line feed. */
export function readableJson(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
}
