import * as z from 'zod';
import { AddressFamily, Protocol } from '../model/system-facts.ts';

/** Whether other machines reach a socket of UCS. `overridden`: a rule of ours is there and something lets traffic in. */
export const Reach = z.enum(['open', 'blocked', 'this-machine-only', 'overridden', 'unknown']);
export type Reach = z.infer<typeof Reach>;

/** One socket of UCS. */
export const PictureSocket = z.strictObject({
  protocol: Protocol,
  family: AddressFamily,
  address: z.string(),
  port: z.number().int().min(0).max(65535),
  reach: Reach,
  /** Why, in one plain sentence. */
  because: z.string(),
});
export type PictureSocket = z.infer<typeof PictureSocket>;

/** Instrument, copy service, its sockets, firewall and network, as one look saw them: what is drawn with a verdict. */
export const Picture = z.strictObject({
  system: z.string().nullable(),
  ucs: z.strictObject({
    state: z.enum(['running', 'stopped', 'disabled', 'not-found', 'unknown']),
    /** Display name of its service, or name of its process; null where none was found. */
    name: z.string().nullable(),
    /** Accounts it runs as, or is set to run as. */
    accounts: z.array(z.strictObject({ name: z.string(), administrator: z.boolean().nullable() })),
  }),
  sockets: z.array(PictureSocket),
  firewall: z.strictObject({
    state: z.enum(['on', 'partly-on', 'off', 'unknown']),
    /** Name of the firewall in use and of its zones or profiles. */
    engine: z.string().nullable(),
    zones: z.array(z.strictObject({ name: z.string(), enabled: z.boolean(), blocksByDefault: z.boolean() })),
  }),
  network: z.strictObject({
    interfaces: z.array(z.strictObject({ name: z.string(), addresses: z.array(z.string()) })),
    /** Null: the routes could not be read. */
    hasGateway: z.boolean().nullable(),
  }),
});
export type Picture = z.infer<typeof Picture>;
