// `npm start`: builds the program and its window from this checkout and starts it.
import { execa } from 'execa';
import { NODE_FLAGS } from './node-flags.mjs';

const build = (script) => execa(process.execPath, [script], { stdout: 'ignore', stderr: 'inherit' });
const words = process.argv.slice(2);
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
// Whoever asks for help or for the terminal, or has no display, does not wait for the window to be built.
const withoutWindow =
  ['--help', '-h', 'terminal', '--front=terminal'].some((word) => words.includes(word)) ||
  (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY);
await Promise.all(['scripts/build.mjs', ...(withoutWindow ? [] : ['scripts/build-window.mjs'])].map(build));
const { exitCode } = await execa(process.execPath, [...NODE_FLAGS, 'build/start.cjs', ...words], {
  stdio: 'inherit',
  reject: false,
});
process.exitCode = exitCode ?? 1;
