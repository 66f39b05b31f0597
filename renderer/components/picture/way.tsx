import type { Picture, Reach } from '../../../main/ipc/picture-shape.ts';

/** Whether something from the network gets at least as far as the firewall. */
export function arrives(reach: Reach): boolean {
  return reach !== 'this-machine-only';
}

/** The way from the network down to the first port. */
export function Trunk() {
  return (
    <div className="way" data-side="outside">
      <svg className="way-drawing" aria-hidden="true" focusable="false">
        <line x1="0" y1="0" x2="0" y2="100%" className="way-trunk" />
      </svg>
    </div>
  );
}

interface WayProps {
  reach: Reach;
  /** Before the firewall, or behind it. */
  side: 'outside' | 'inside';
  /** Whether another way leaves the network below this one. */
  more?: boolean;
}

/** One piece of the way from the network to a port: whole where something comes through, dashed where that is not known. */
export function Way({ reach, side, more = false }: WayProps) {
  const through = reach === 'open' || reach === 'overridden';
  const ends = !arrives(reach) || (side === 'inside' && reach === 'blocked');
  return (
    <div className="way" data-side={side} data-reach={reach}>
      {ends ? null : (
        <svg className="way-drawing" aria-hidden="true" focusable="false">
          {side === 'outside' ? <line x1="0" y1="-2" x2="0" y2={more ? '100%' : '50%'} className="way-trunk" /> : null}
          <line x1="0" y1="50%" x2="100%" y2="50%" className="way-line" />
          {side === 'inside' && through ? (
            <svg x="100%" y="50%" overflow="visible" aria-hidden="true">
              <path d="M-14 -9L-1 0L-14 9z" className="way-head" />
            </svg>
          ) : null}
        </svg>
      )}
    </div>
  );
}

interface WallProps {
  state: Picture['firewall']['state'];
  /** What happens at this height; null: nothing arrives here. */
  reach: Reach | null;
}

/** The bricks of the firewall at one height: a gap where something comes through, a cross where it ends, else whole. */
export function Wall({ state, reach }: WallProps) {
  const through = reach === 'open' || reach === 'overridden';
  const mark = reach === 'blocked' || reach === 'unknown';
  return (
    <div className="wall" data-state={state} data-reach={reach ?? 'this-machine-only'}>
      {through || mark ? (
        <svg className="way-drawing" aria-hidden="true" focusable="false">
          {through ? (
            <>
              <rect className="wall-gap" x="0" y="22%" width="100%" height="56%" />
              <line x1="0" y1="50%" x2="100%" y2="50%" className="way-line" />
            </>
          ) : null}
          {mark ? (
            <svg x="50%" y="50%" overflow="visible" aria-hidden="true">
              <circle className="wall-mark" r="14" />
              <path
                className="wall-sign"
                d={
                  reach === 'blocked'
                    ? 'M-5.5 -5.5L5.5 5.5M5.5 -5.5L-5.5 5.5'
                    : 'M-3.5 -3.5a3.8 3.8 0 115.8 3.2C.8 .8 0 1.2 0 3M0 6.8v.4'
                }
              />
            </svg>
          ) : null}
        </svg>
      ) : null}
    </div>
  );
}
