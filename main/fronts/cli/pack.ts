import type { Command } from 'commander';

export function addPackOptions(command: Command): Command {
  return command
    .option('--pack <file>', 'signed site pack to use; its key must be trusted here (see docs/site-packs.md)')
    .option('--no-pack', 'use no site pack, even where a practice scenario brings one');
}
