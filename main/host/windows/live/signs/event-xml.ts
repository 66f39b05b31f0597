import { LOOK_BACK_DAYS } from '../../../../model/sign-facts.ts';

/** An event of a Windows log, as far as signs are read from it. Names of the data are the same in every language. */
export interface LoggedEvent {
  id: number;
  at: string;
  data: ReadonlyMap<string, string>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The XPath query for some events of the days looked back on. */
export function recentEvents(ids: readonly number[]): string {
  const wanted = ids.map((id) => `EventID=${id}`).join(' or ');
  return `*[System[(${wanted}) and TimeCreated[timediff(@SystemTime) <= ${LOOK_BACK_DAYS * 86_400_000}]]]`;
}

/** Reads the XML Windows renders an event as; null where its id or its time is missing. */
export function parseEvent(xml: string): LoggedEvent | null {
  const id = /<EventID(?:\s[^>]*)?>(\d+)<\/EventID>/.exec(xml)?.[1];
  const time = /<TimeCreated\s+SystemTime=['"]([^'"]+)['"]/.exec(xml)?.[1];
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (id === undefined || Number.isNaN(at)) return null;
  const data = new Map<string, string>();
  for (const [, name = '', text = ''] of xml.matchAll(/<Data\s+Name=['"]([^'"]+)['"]>([^<]*)<\/Data>/g)) {
    data.set(name, decoded(text));
  }
  return { id: Number(id), at: new Date(at).toISOString(), data };
}

function decoded(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
