// Serves TCP ports, or says which ports of a host answer: `node peer.mjs serve PORT...`, `node peer.mjs try HOST PORT...`.
import { connect, createServer } from 'node:net';

const [mode, ...rest] = process.argv.slice(2);

function answers(host, port, milliseconds) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(milliseconds, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

if (mode === 'serve') {
  const listening = rest.map(
    (port) => new Promise((resolve) => createServer((socket) => socket.destroy()).listen(Number(port), '::', resolve)),
  );
  await Promise.all(listening);
  console.log('ready');
} else {
  const [host, ...ports] = rest;
  const tried = await Promise.all(
    ports.map(async (port) => {
      // No answer at once may be a busy machine: only who is silent twice is closed.
      const open = (await answers(host, Number(port), 700)) || (await answers(host, Number(port), 2000));
      return open ? Number(port) : null;
    }),
  );
  console.log(JSON.stringify(tried.filter((port) => port !== null)));
}
