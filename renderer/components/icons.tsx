import type { ReactNode } from 'react';

/** Our own drawings on a 24 x 24 field, as strokes of the text's colour. */
const DRAWINGS = {
  check: <path d="M4.5 12.5l5 5 10-11" />,
  cross: <path d="M6 6l12 12M18 6L6 18" />,
  warning: <path d="M12 3.5L2.5 20.5h19zM12 10v5M12 17.6v.4" />,
  danger: <path d="M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8zM12 7v6.5M12 16.6v.4" />,
  question: (
    <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM9.2 9.5a2.8 2.8 0 115 1.7c-.9 1-2.2 1.3-2.2 2.8M12 17v.4" />
  ),
  info: <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM12 11v6M12 7v.4" />,
  conflict: <path d="M3 8h13M12.5 4.5L16 8l-3.5 3.5M21 16H8M11.5 12.5L8 16l3.5 3.5" />,
  restart: <path d="M19.5 12a7.5 7.5 0 11-2.2-5.3M19.5 3.5v4h-4" />,
  shield: <path d="M12 2.5l8 3v6c0 5-3.4 8.6-8 10-4.6-1.4-8-5-8-10v-6zM8.3 12l2.6 2.6 4.8-5.2" />,
  done: <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM7.5 12.3l3.1 3.1 6-6.4" />,
  minus: <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM7.5 12h9" />,
  lock: <path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 017 0V11M12 14.5v2.5" />,
  unlock: <path d="M5.5 11h13v9.5h-13zM8.5 11V7a3.5 3.5 0 016.8-1.2M12 14.5v2.5" />,
  network: <path d="M9 2.5h6v5H9zM3 16.5h6v5H3zM15 16.5h6v5h-6zM12 7.5V12M6 16.5V12h12v4.5" />,
  wall: <path d="M3 4.5h18v15H3zM3 9.5h18M3 14.5h18M9 4.5v5M15 4.5v5M6 9.5v5M12 9.5v5M18 9.5v5M9 14.5v5M15 14.5v5" />,
  instrument: <path d="M3 5h18v14.5H3zM6 8h7v6H6zM16 8.5h2M16 12h2M6 17h12" />,
  service: (
    <path d="M12 8.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1" />
  ),
  user: <path d="M12 3a4.3 4.3 0 100 8.6A4.3 4.3 0 0012 3zM3.5 21c.6-4.3 4-6.4 8.5-6.4s7.9 2.1 8.5 6.4z" />,
  technician: (
    <path d="M14.5 6.5a4.5 4.5 0 015.6-4.3l-2.6 2.7 1.6 1.6 2.7-2.6a4.5 4.5 0 01-5.9 5.4L7.4 17.8a2.1 2.1 0 11-3-3l8.5-8.5" />
  ),
  administrator: <path d="M3 18.5h18M3.5 15.5L2.5 6l5.5 4L12 4l4 6 5.5-4-1 9.5z" />,
  forward: <path d="M4 12h15.5M13.5 6l6 6-6 6" />,
  back: <path d="M20 12H4.5M10.5 6l-6 6 6 6" />,
  down: <path d="M5.5 9l6.5 6.5L18.5 9" />,
  settings: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5" />,
  help: <path d="M8 8.5a4 4 0 117 2.5c-1.3 1.3-3 1.8-3 4M12 19v.5" />,
  folder: <path d="M2.5 5.5h7l2 2.5h10v11.5h-19z" />,
  usb: <path d="M7 9.5h10v8.5a3.5 3.5 0 01-3.5 3.5h-3A3.5 3.5 0 017 18zM9 9.5v-7h6v7M11 5.5v1M13 5.5v1" />,
  save: <path d="M12 3v11.5M7 10l5 5 5-5M4 17v4h16v-4" />,
  print: <path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 13.5h10V21H7z" />,
  file: <path d="M5.5 2.5h9l4.5 4.5v14.5H5.5zM14 2.5V7.5h5M9 12h6M9 16h6" />,
  stop: <path d="M6 6h12v12H6z" />,
  undo: <path d="M9 5L4 10l5 5M4 10h10a6 6 0 010 12h-3" />,
  clock: <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM12 7v5.5l3.5 2" />,
  practice: <path d="M9.5 2.5h5M10.5 2.5v6.5L4.5 19.5c-.6 1 .1 2 1.2 2h12.6c1.1 0 1.8-1 1.2-2L13.5 9V2.5M7.5 15.5h9" />,
  search: <path d="M10.5 3.5a7 7 0 100 14 7 7 0 000-14zM15.7 15.7l5 5" />,
  phone: (
    <path d="M5 3h4l2 5-2.5 2a12 12 0 005.5 5.5l2-2.5 5 2v4c0 1-.8 1.8-1.8 1.8C10.5 21 3 13.5 3.2 4.8 3.2 3.8 4 3 5 3z" />
  ),
  language: (
    <path d="M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM2.5 12h19M12 2.5c-6 6-6 13 0 19M12 2.5c6 6 6 13 0 19" />
  ),
  list: <path d="M8.5 6H21M8.5 12H21M8.5 18H21M3.5 6h1M3.5 12h1M3.5 18h1" />,
  dot: <path d="M12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z" />,
  plus: <path d="M12 4.5v15M4.5 12h15" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

interface IconProps {
  name: IconName;
  /** Side in rem. */
  size?: number;
}

/** A drawing beside a word; it says nothing by itself. */
export function Icon({ name, size = 1.5 }: IconProps) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      style={{ width: `${size}rem`, height: `${size}rem` }}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
