// `npm start`: builds the program from this checkout and starts it.
import { execa } from 'execa';

await execa(process.execPath, ['scripts/build.mjs'], { stdout: 'ignore', stderr: 'inherit' });
const { exitCode } = await execa(process.execPath, ['build/start.cjs', ...process.argv.slice(2)], {
  stdio: 'inherit',
  reject: false,
});
process.exitCode = exitCode ?? 1;
