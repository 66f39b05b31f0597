import { stripVTControlCharacters } from 'node:util';

/** What stands in a cell: a text, or a text that is painted line by line (colour codes take no room). */
export type Cell = string | { text: string; paint: (line: string) => string };

/** Characters a terminal gives two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const TAKES_NO_ROOM = /[\p{M}\p{Cf}]/u;

/** Columns there are to write in; a file or a pipe gets a usual page width. */
export function lineWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 60), 140);
}

/**
 * Draws a table. Every cell wraps at words, longer words (paths, digests) are broken: nothing is ever cut off.
 *
 * @param widths of all columns but the last, which takes what is left of the line
 */
export function drawTable(
  widths: readonly number[],
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const taken = widths.reduce((sum, width) => sum + width + 1, 0);
  const columns = [...widths, Math.max(lineWidth() - taken - 2, 20)];
  const rule = (left: string, middle: string, right: string) =>
    `${left}${columns.map((width) => '─'.repeat(width)).join(middle)}${right}`;
  const lines = [rule('┌', '┬', '┐')];
  [...(head.length > 0 ? [head] : []), ...rows].forEach((row, index) => {
    if (index > 0) lines.push(rule('├', '┼', '┤'));
    lines.push(...drawRow(columns, row));
  });
  return [...lines, rule('└', '┴', '┘')].join('\n');
}

function drawRow(columns: readonly number[], row: readonly Cell[]): string[] {
  const cells = columns.map((width, index) => cellLines(row[index] ?? '', width - 2));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = columns.map((width, index) => ` ${cells[index]?.[line] ?? ' '.repeat(width - 2)} `);
    return `│${parts.join('│')}│`;
  });
}

/** The lines of a cell, each exactly as wide as the room. */
function cellLines(cell: Cell, room: number): string[] {
  const { text, paint } = typeof cell === 'string' ? { text: cell, paint: (line: string) => line } : cell;
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .flatMap((line) => wrapped(line, room));
  return lines.map((line) => `${paint(line)}${' '.repeat(room - widthOf(line))}`);
}

/** A line in pieces that fit, each with the indent of the line. */
function wrapped(line: string, room: number): string[] {
  // As it is where it fits: some texts are quoted to the letter, with their spaces.
  if (widthOf(line) <= room) return [line];
  const indent = /^ */.exec(line)?.[0].slice(0, Math.floor(room / 2)) ?? '';
  const lines: string[] = [];
  let current = indent;
  let empty = true;
  for (const word of line
    .trim()
    .split(/ +/)
    .flatMap((long) => broken(long, room - indent.length))) {
    const joined = empty ? `${current}${word}` : `${current} ${word}`;
    if (!empty && widthOf(joined) > room) {
      lines.push(current);
      current = `${indent}${word}`;
    } else {
      current = joined;
    }
    empty = false;
  }
  return [...lines, current];
}

function broken(word: string, room: number): string[] {
  if (widthOf(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (widthOf(piece) + widthOf(character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function widthOf(text: string): number {
  // Nearly every text here is plain.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...text].reduce((sum, one) => sum + (TAKES_NO_ROOM.test(one) ? 0 : WIDE.test(one) ? 2 : 1), 0);
}
