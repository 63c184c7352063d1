// What the server refuses is said before it is sent.

export const limits = {
  text: 5_000,
  files: 9,
  fileBytes: 20 * 1024 * 1024,
  types: [
    'image/jpeg', 'image/png', 'image/webp', 'image/gif',
    'video/mp4', 'video/quicktime', 'application/pdf',
  ],
};

/** Length as the server counts it: characters, not UTF-16 units. */
export function length(text: string): number {
  return [...text].length;
}

/** Why a file cannot be sent, as a key of the catalogue, or null. */
export function refusal(file: { size: number; type: string }): 'file.too_large' | 'file.empty' | 'file.unsupported' | null {
  if (file.size === 0) return 'file.empty';
  if (file.size > limits.fileBytes) return 'file.too_large';
  return limits.types.includes(file.type) ? null : 'file.unsupported';
}

/** "1.4 MB" */
export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${Math.round(bytes / 1_024)} KB`;
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
