import { expect, it } from 'vitest';
import { addressScope } from '../../../main/observe/address-scope.ts';

it.each([
  ['127.0.0.1', 'this-machine'],
  ['0.0.0.0', 'this-machine'],
  ['::1', 'this-machine'],
  ['169.254.1.1', 'this-link'],
  ['fe80::1%eth0', 'this-link'],
  ['224.0.0.251', 'this-link'],
  ['10.255.255.255', 'private'],
  ['11.0.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.16.0.0', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['100.128.0.1', 'public'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:203.0.113.7', 'public'],
  ['fd00::1', 'private'],
  ['2001:db8::1', 'public'],
  ['203.0.113.7', 'public'],
  ['rubbish', 'unknown'],
  ['', 'unknown'],
])('%s is %s', (address, scope) => {
  expect(addressScope(address)).toBe(scope);
});
