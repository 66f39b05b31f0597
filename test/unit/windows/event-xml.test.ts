import { describe, expect, it } from 'vitest';
import { parseEvent, recentEvents } from '../../../main/host/windows/live/signs/event-xml.ts';

const EVENT = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID Qualifiers='16384'>7045</EventID>
<TimeCreated SystemTime='2026-01-02T03:04:05.1234567Z'/></System><EventData><Data Name='ServiceName'>Prüf &amp; Co &lt;検査&gt;</Data>
<Data Name='ImagePath'>C:\\x.exe</Data></EventData></Event>`;

describe('an event of a Windows log', () => {
  it('is read with its time and data', () => {
    const event = parseEvent(EVENT);
    expect(event).toMatchObject({ id: 7045, at: '2026-01-02T03:04:05.123Z' });
    expect(event?.data.get('ServiceName')).toBe('Prüf & Co <検査>');
    expect(event?.data.get('ImagePath')).toBe('C:\\x.exe');
  });

  it('without a number or a time is none', () => {
    expect(parseEvent('')).toBeNull();
    expect(parseEvent('<Event><System><EventID>1102</EventID></System></Event>')).toBeNull();
  });

  it('is asked for by number and age only', () => {
    expect(recentEvents([4720, 4732])).toBe(
      '*[System[(EventID=4720 or EventID=4732) and TimeCreated[timediff(@SystemTime) <= 7776000000]]]',
    );
  });
});
