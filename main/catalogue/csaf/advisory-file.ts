import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { Failure } from '../../model/failure.ts';
import { sha256 } from '../../model/json.ts';
import { jsonShapeOf } from './json-shape.ts';

/** Real advisories are below 1 MiB; the largest public ones (Linux distributions) stay below this. */
const MAX_BYTES = 16 * 1024 * 1024;
/** CSAF 2.0 names 30 levels of branches as the limit; each is two levels of JSON, and there is some more around them. */
const MAX_DEPTH = 100;
const BYTE_ORDER_MARK = '\uFEFF';

/** A file that says it is a CSAF 2.0 document, not yet checked any further. */
export interface AdvisoryFile {
  document: unknown;
  /** SHA-256 of the file as it is, byte by byte. */
  digest: string;
  /** Sentences about what is unusual about the file. */
  warnings: string[];
}

/**
 * Reads an advisory. Throws a `Failure` for a file that cannot be read, is not a regular file, is over 16 MiB, is not JSON in
 * UTF-8, repeats a name inside an object, is nested too deep, or does not say that it is CSAF 2.0.
 */
export async function readAdvisoryFile(path: string): Promise<AdvisoryFile> {
  const bytes = await readRegularFile(path);
  const text = decode(path, bytes);
  const marked = text.startsWith(BYTE_ORDER_MARK);
  const document = parse(path, marked ? text.slice(1) : text);
  requireCsaf20(path, document);
  return {
    document,
    digest: sha256(bytes),
    warnings: marked ? ['The file begins with a byte order mark, which JSON does not allow. It was passed over.'] : [],
  };
}

async function readRegularFile(path: string): Promise<Uint8Array> {
  try {
    const { size, ...entry } = await sizeOf(path);
    if (!entry.regular) throw refusal('advisory-not-a-file', `${path} is not a regular file.`, 'Give the file itself.');
    if (size > MAX_BYTES) throw tooLarge(path);
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) throw tooLarge(path);
    return bytes;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(
      'advisory-unreadable',
      `The advisory could not be read (${reason}).`,
      'Check the path and that you may read the file.',
      error,
    );
  }
}

async function sizeOf(path: string): Promise<{ size: number; regular: boolean }> {
  const entry = await stat(path);
  return { size: entry.size, regular: entry.isFile() };
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw notJson(path, error);
  }
}

function parse(path: string, text: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw notJson(path, error);
  }
  const { repeatedName, depth } = jsonShapeOf(text);
  if (repeatedName !== null) {
    throw refusal(
      'advisory-repeats-a-name',
      `${path} gives ${JSON.stringify(repeatedName)} twice in one object, so that one of them would be lost.`,
      'Ask the publisher for a corrected file.',
    );
  }
  if (depth > MAX_DEPTH) {
    throw refusal(
      'advisory-nested-too-deep',
      `${path} is nested ${depth} levels deep; CSAF 2.0 needs fewer than ${MAX_DEPTH}.`,
      'Ask the publisher for a corrected file.',
    );
  }
  return document;
}

function requireCsaf20(path: string, document: unknown): void {
  const stated = z.object({ document: z.object({ csaf_version: z.string() }) }).safeParse(document);
  if (!stated.success) {
    throw refusal(
      'advisory-not-csaf',
      `${path} is JSON, but not a CSAF document: it does not state its CSAF version.`,
      'Give the CSAF 2.0 file of the advisory; publishers offer it beside the web page.',
    );
  }
  const version = stated.data.document.csaf_version;
  if (version !== '2.0') {
    throw refusal(
      'csaf-version-unsupported',
      `${path} says that it is CSAF ${JSON.stringify(version)}. This program reads CSAF 2.0 only, because other versions give words other meanings.`,
      'Ask the publisher for the CSAF 2.0 file of the same advisory.',
    );
  }
}

function tooLarge(path: string): Failure {
  return refusal(
    'advisory-too-large',
    `${path} is larger than 16 MiB.`,
    'Check that it is a single advisory; ask the publisher for one file per advisory.',
  );
}

function notJson(path: string, cause: unknown): Failure {
  return refusal(
    'advisory-not-json',
    `${path} is not JSON in UTF-8.`,
    'Give the CSAF 2.0 file (ending in .json) of the advisory, not its web page or PDF.',
    cause,
  );
}

function refusal(code: string, message: string, next: string, cause?: unknown): Failure {
  return new Failure({ code, message, next }, undefined, cause);
}
