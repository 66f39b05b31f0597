import { describe, expect, it } from 'vitest';
import { parseRequestQueues, portOfUrl } from '../../../main/host/windows/live/http-sys.ts';

/** Made up after the layout of `netsh http show servicestate`; the words are those of no language. */
const STATE = `
Xxxxx xx xxxx xxxxxxx xxxxx (Xxxxxxx Xxxxx Xxxx):
-----------------------------------------------------

Xxxxxxx xxxxx xxxx: Xxxxxxx xxxxx xx xxxxxxx.
    Xxxxxxx: 2.0
    Xxxxx: Xxxxxx
    Xxx xxxxxxxx: 1000
    Xxxxxx xx xxxxxx xxxxxxxxx xxxxxxxx: 1
    Xxxxxxxxx:
        XX: 2596, xxxxx: C:\\Program Files\\Illumina\\StandInUcs.exe
    Xxx xxxxxx:
    XXX xxxxx XX: FE00000440000001
        Xxxxxxxxxx XXXx:
            HTTP://+:18081/COPY/
            HTTPS://[::1]:18443/COPY/

Xxxxxxx xxxxx xxxx: Xxxxxxx xxxxx xx xxxxxxx.
    Xxxxxxx XXx:
        1340
        1344
    Xxxxxxxxxx XXXx:
        HTTP://192.0.2.7:5985:192.0.2.7/WSMAN/
`;

describe('registrations of http.sys', () => {
  it('are told with their processes, whatever language the words are in', () => {
    expect(parseRequestQueues(STATE)).toEqual([
      { urls: ['HTTP://+:18081/COPY/', 'HTTPS://[::1]:18443/COPY/'], pids: [2596] },
      { urls: ['HTTP://192.0.2.7:5985:192.0.2.7/WSMAN/'], pids: [1340, 1344] },
    ]);
  });

  it('without a process named belong to nobody who could be told', () => {
    expect(parseRequestQueues('Xxxx:\n    HTTP://+:80/\n')).toEqual([{ urls: ['HTTP://+:80/'], pids: [] }]);
  });

  it('an answer that says nothing gives no queue', () => {
    expect(parseRequestQueues('')).toEqual([]);
    expect(parseRequestQueues('OK.\r\n\r\n')).toEqual([]);
  });

  it.each([
    ['HTTP://+:80/', 80],
    ['https://*:443/x/', 443],
    ['http://[fd00::7]:8080/', 8080],
    ['HTTP://192.0.2.7:5985:192.0.2.7/WSMAN/', 5985],
    ['http://host/', null],
    ['not an address', null],
  ])('%s is for port %s', (url, port) => {
    expect(portOfUrl(url)).toBe(port);
  });
});
