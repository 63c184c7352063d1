import { t } from '../i18n';
import { Refusal } from './api';
import { accepted, limits } from './wire';

const LARGE_BYTES = 4 * 1024 * 1024;
const LARGE_EDGE = 4096;

/** Width and height with the longest edge brought down to `edge`; never enlarged. */
export function fit(width: number, height: number, edge: number): [number, number] {
  const scale = Math.min(1, edge / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

function draw(bitmap: ImageBitmap, edge: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = fit(bitmap.width, bitmap.height, edge);
  const context = canvas.getContext('2d');
  if (!context) return Promise.resolve(null);
  context.fillStyle = '#fff'; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.86));
}

// A smaller JPEG of a large photo, or of one in a format only this browser knows (HEIC);
// null when it is fine as it is or cannot be drawn.
async function smaller(file: File): Promise<Blob | null> {
  const foreign = !accepted.includes(file.type);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  try {
    const large = file.size > LARGE_BYTES || Math.max(bitmap.width, bitmap.height) > LARGE_EDGE;
    if (!large && !foreign) return null;
    let blob = await draw(bitmap, LARGE_EDGE);
    if (blob && blob.size > LARGE_BYTES) blob = await draw(bitmap, 2560);
    return blob && (foreign || blob.size < file.size) ? blob : null;
  } catch {
    return null;
  } finally {
    bitmap.close();
  }
}

/**
 * The bytes to upload for a chosen file. Large photos are made smaller when the browser can,
 * else sent as they are. Throws a Refusal with a sentence for what cannot be sent.
 */
export async function prepare(file: File): Promise<Blob> {
  const { name, type, size } = file;
  if (size === 0) throw new Refusal(400, t('attachment.empty', { name }));
  const drawable = type.startsWith('image/') && type !== 'image/gif';
  const blob = (drawable && (await smaller(file))) || file;
  if (blob.size > limits.bytes) throw new Refusal(413, t('attachment.too_large', { name }));
  // A file without a type is left to the server, which looks at the bytes.
  if (blob.type && !accepted.includes(blob.type)) throw new Refusal(415, t('attachment.unsupported', { name }));
  return blob;
}
