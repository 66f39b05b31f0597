import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { newFolder } from '../practice/practice-bench.ts';

/** Two ends of one connection, closed after the test. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const path = join(await newFolder(), 'socket');
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const near = connect(path);
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  onTestFinished(() => {
    near.destroy();
    far.destroy();
  });
  return [near, far];
}
