import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { helperArguments } from '../../../main/elevation/helper-command.ts';
import { INSTALLED_HELPER } from '../../../main/elevation/linux/helper-file.ts';
import { INSTALLED_POLICY } from '../../../main/elevation/linux/pkexec.ts';

const FOLDER = join(import.meta.dirname, '../../../assets/polkit');
const Policy = z.object({
  policyconfig: z.object({
    action: z.object({
      '@_id': z.string(),
      defaults: z.record(z.string(), z.string()),
      annotate: z.array(z.object({ '@_key': z.string(), '#text': z.string() })),
    }),
  }),
});

it('the policy lets root start one program with one command, asks an administrator each time, and keeps no answer', async () => {
  const files = await readdir(FOLDER);
  expect(files).toEqual([basename(INSTALLED_POLICY)]);
  const parser = new XMLParser({ ignoreAttributes: false, processEntities: false });
  const text = await readFile(join(FOLDER, basename(INSTALLED_POLICY)), 'utf8');
  const { action } = Policy.parse(parser.parse(text)).policyconfig;
  expect(`${action['@_id']}.policy`).toBe(basename(INSTALLED_POLICY));
  expect(action.defaults).toEqual({
    allow_any: 'auth_admin',
    allow_inactive: 'auth_admin',
    allow_active: 'auth_admin',
  });
  const annotations = Object.fromEntries(action.annotate.map((each) => [each['@_key'], each['#text']]));
  expect(annotations).toEqual({
    'org.freedesktop.policykit.exec.path': INSTALLED_HELPER,
    'org.freedesktop.policykit.exec.argv1': helperArguments('', '')[0],
  });
});
