/**
 * First port a system hands out by itself. Windows: 49152 since Vista (the IANA dynamic range); Linux: 32768, the default of
 * `net.ipv4.ip_local_port_range`.
 */
const FIRST_EPHEMERAL = { windows: 49152, linux: 32768 } as const;

/** Whether the system may have chosen this port by itself, so that it can be another one after the next start. */
export function isEphemeralPort(port: number, family: 'windows' | 'linux' | null): boolean {
  return port >= FIRST_EPHEMERAL[family ?? 'linux'];
}
