// Lets the Electron front run in an Electron older than the one it is made for (tried: 22), so that it can be shown in a real
// Electron where no newer binary is to be had. Copy this folder to `resources/app` of that Electron. It stands in for Electron's
// own default app and for functions that came later; it changes nothing the front does about its safety.
const { app } = require('electron');
const { resolve } = require('node:path');

require('./node.cjs');

app.on('session-created', ({ protocol }) => {
  protocol.handle ??= (scheme, handler) =>
    protocol.registerBufferProtocol(scheme, async (request, answer) => {
      const { status, headers, body } = await handler(request);
      const mimeType = headers['content-type']?.split(';')[0];
      answer({ statusCode: status, headers, mimeType, data: Buffer.from(body) });
    });
});

const script = process.argv.slice(1).find((word) => !word.startsWith('-') && word.endsWith('.cjs'));
require(resolve(script));
