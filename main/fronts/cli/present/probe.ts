import type { ProbeContent, ProbeOutcome } from '../../../model/probe.ts';
import type { Output } from '../output.ts';

const WORDS: Record<ProbeOutcome, string> = {
  open: 'OPEN: it answered',
  refused: 'refused: the machine, or what guards it, said no',
  'no-answer': 'no answer: filtered, or no machine is there',
  'not-tried': 'NOT TRIED: this machine could not send',
};

/** What was seen of each address and port, one line each. */
export function showAttempts({ attempts }: ProbeContent, output: Output, indent = ''): void {
  const { colours } = output;
  for (const { family, address, port, outcome, detail } of attempts) {
    const words = `${WORDS[outcome]}${detail === null ? '' : ` (${detail})`}`;
    const colour = outcome === 'open' ? colours.red : outcome === 'not-tried' ? colours.yellow : (text: string) => text;
    output.line(`${indent}${family === 'ipv6' ? 'IPv6' : 'IPv4'} ${address}, TCP port ${port}: ${colour(words)}`);
  }
}
