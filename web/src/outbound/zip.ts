// Reads the list of a zip archive, and one file of it at a time, without holding the whole in memory.

/** A file in an archive. */
export interface Entry {
  /** Folders and name, with slashes. */
  path: string;
  /** Bytes, unpacked. */
  size: number;
  /** Why it cannot be unpacked. */
  trouble?: 'locked' | 'method';
  unpack(): Promise<Blob>;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const endSize = 22;
const longest = 65_535;

/** The files of an archive; null if it is none, or one that is damaged or larger than 4 GB. */
export async function entriesOf(archive: Blob): Promise<Entry[] | null> {
  const from = Math.max(0, archive.size - endSize - longest);
  const tail = new DataView(await archive.slice(from).arrayBuffer());
  let at = tail.byteLength - endSize;
  while (at >= 0 && tail.getUint32(at, true) !== endMark) at--;
  if (at < 0) return null;
  const count = tail.getUint16(at + 10, true);
  const size = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  if (start === 0xffffffff || start + size > archive.size) return null;
  return listed(archive, new DataView(await archive.slice(start, start + size).arrayBuffer()), count);
}

function listed(archive: Blob, list: DataView, count: number): Entry[] | null {
  const entries: Entry[] = [];
  for (let n = 0, at = 0; n < count; n++) {
    if (at + 46 > list.byteLength || list.getUint32(at, true) !== entryMark) return null;
    const [flags, method] = [list.getUint16(at + 8, true), list.getUint16(at + 10, true)];
    const [packed, size] = [list.getUint32(at + 20, true), list.getUint32(at + 24, true)];
    const name = list.getUint16(at + 28, true);
    const behind = name + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
    const offset = list.getUint32(at + 42, true);
    if (at + 46 + behind > list.byteLength) return null;
    const path = nameOf(new Uint8Array(list.buffer, at + 46, name), flags);
    at += 46 + behind;
    if (path.endsWith('/')) continue;
    const trouble = flags & 1 ? 'locked' : method === 0 || method === 8 ? undefined : 'method';
    entries.push({ path, size, trouble, unpack: () => unpacked(archive, offset, packed, method) });
  }
  return entries;
}

/** Windows in China writes names in GBK and does not say so. */
function nameOf(bytes: Uint8Array, flags: number): string {
  if (flags & 0x800) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

async function unpacked(archive: Blob, offset: number, packed: number, method: number): Promise<Blob> {
  const head = new DataView(await archive.slice(offset, offset + 30).arrayBuffer());
  const start = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = archive.slice(start, start + packed);
  if (method === 0) return content;
  return new Response(content.stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob();
}
