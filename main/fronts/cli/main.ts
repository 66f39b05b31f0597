import './schemas-uncompiled.ts';
import { closeProcess } from '../../run/closed-process.ts';
import { runCommandLine } from './program.ts';

closeProcess();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads the output may stop reading (`| head`); the work goes on to its end.
  if (error.code !== 'EPIPE') throw error;
});

void runCommandLine(process.argv.slice(2));
