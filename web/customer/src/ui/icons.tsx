const paths = {
  photo: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.01',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.4a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  send: 'M12 19V5M6 11l6-6 6 6',
  down: 'M6 9.5l6 6 6-6',
  clock: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 8v5M12 16.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  question: 'M9.6 9.2a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2 1-1.2 1.9M12 16.6h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  close: 'M7 7l10 10M17 7L7 17',
  retry: 'M19 12a7 7 0 1 1-2-4.9M19 4v4h-4',
  folder: 'M4 6.5h6l2 2.5h8v9.5H4zM8 14h8',
  star: 'M12 4l2.5 5.2 5.6.8-4 4 .9 5.7-5-2.7-5 2.7.9-5.7-4-4 5.6-.8z',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  film: 'M4 6h16v12H4zM10 9.5v5l4.5-2.5z',
};

export type IconName = keyof typeof paths;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
