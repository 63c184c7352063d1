import { accepted } from '../conversation/wire';
import { t } from '../i18n';
import { Refusal } from '../ui/request';

// What the server takes of a picture; above this it is drawn smaller here.
const MAX_PIXELS = 40_000_000;
const MAX_PHOTO_BYTES = 18 * 1024 * 1024;
const QUALITY = 0.88;

/** The bytes to send for a chosen file, and whether they were made smaller or drawn anew. */
export interface Prepared {
  blob: Blob;
  reduced: boolean;
}

// Whether a file is a picture that this phone calls HEIC or HEIF, by its type or its name.
const isHeic = ({ name, type }: File): boolean => /^image\/hei[cf]/.test(type) || (!type && /\.hei[cf]$/i.test(name));

async function drawn(bitmap: ImageBitmap, scale: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = '#fff'; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  canvas.width = 0; // phones keep canvases for long
  return blob;
}

/** What a camera wrote into a JPEG, as one segment; null if there is nothing. */
export function exifOf(jpeg: Uint8Array): Uint8Array | null {
  const at = (i: number) => (jpeg[i]! << 8) | jpeg[i + 1]!;
  for (let i = 2; i + 4 < jpeg.length && jpeg[i] === 0xff && jpeg[i + 1] !== 0xda; ) {
    const end = i + 2 + at(i + 2);
    if (end > jpeg.length) return null;
    if (jpeg[i + 1] === 0xe1 && String.fromCharCode(...jpeg.subarray(i + 4, i + 8)) === 'Exif') return jpeg.slice(i, end);
    i = end;
  }
  return null;
}

/** The same segment for a picture that stands upright: it was turned when it was drawn. */
export function upright(exif: Uint8Array): Uint8Array {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const tiff = 10;
  if (exif.length < tiff + 8) return exif;
  const little = exif[tiff] === 0x49;
  const first = tiff + view.getUint32(tiff + 4, little);
  if (first + 2 > exif.length) return exif;
  for (let n = view.getUint16(first, little), i = first + 2; n > 0 && i + 12 <= exif.length; n--, i += 12) {
    if (view.getUint16(i, little) === 0x0112) view.setUint16(i + 8, 1, little);
  }
  return exif;
}

// The time and device that the camera wrote travel with what was drawn anew.
async function withExif(small: Blob, original: File): Promise<Blob> {
  const exif = exifOf(new Uint8Array(await original.slice(0, 256 * 1024).arrayBuffer()));
  if (!exif) return small;
  return new Blob([small.slice(0, 2), upright(exif) as Uint8Array<ArrayBuffer>, small.slice(2)], { type: 'image/jpeg' });
}

/**
 * Makes a file ready to be sent: one that the server takes goes as it is; a picture that is too
 * large, or that only this phone can show, is drawn anew as a JPEG. Throws a Refusal that says
 * what to do.
 */
export async function prepare(file: File, maxBytes: number): Promise<Prepared> {
  const { name, type, size } = file;
  if (size === 0) throw new Refusal(400, t('giving.empty', { name }));
  const heic = isHeic(file);
  const picture = heic || (type.startsWith('image/') && type !== 'image/gif' && type !== 'image/svg+xml');
  if (!picture) {
    if (type && !accepted.includes(type)) throw new Refusal(415, t('giving.wrong_type', { name }));
    if (size > maxBytes) throw new Refusal(413, t(type.startsWith('video/') ? 'giving.video_large' : 'giving.too_large', { name, mb: maxBytes >> 20 }));
    return { blob: file, reduced: false };
  }
  const foreign = heic || !accepted.includes(type);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    if (foreign) throw new Refusal(415, t(heic ? 'giving.heic' : 'giving.wrong_type', { name }));
    // The server says what is wrong with it.
    if (size > maxBytes) throw new Refusal(413, t('giving.too_large', { name, mb: maxBytes >> 20 }));
    return { blob: file, reduced: false };
  }
  try {
    const pixels = bitmap.width * bitmap.height;
    if (!foreign && pixels <= MAX_PIXELS && size <= MAX_PHOTO_BYTES) return { blob: file, reduced: false };
    const scale = Math.min(1, Math.sqrt(MAX_PIXELS / 2 / pixels));
    const small = await drawn(bitmap, scale);
    if (!small) throw new Refusal(415, t('giving.cannot_draw', { name }));
    return { blob: type === 'image/jpeg' ? await withExif(small, file) : small, reduced: true };
  } finally {
    bitmap.close();
  }
}
