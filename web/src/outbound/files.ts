import { entriesOf, type Entry } from './zip';

/** A photo that somebody chose, maybe inside an archive. */
export interface Chosen {
  name: string;
  folder: string;
  /** Bytes. */
  size: number;
  /** Why it will not be sent, as a key of a sentence. */
  trouble?: 'zip_bad' | 'zip_locked' | 'zip_method' | 'zip_empty' | 'too_large' | 'no_photo';
  read(): Promise<Blob>;
}

/** Bytes that a photo may have; the server holds to the same. */
export const most = 20 * 1024 * 1024;

const photo = /\.(jpe?g|png|webp|gif|hei[cf]|bmp|tiff?|avif)$/i;
/** What systems leave beside photos, and nobody chose. */
const litter = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/** The photos among what was chosen; archives are looked into. path is where a file was, with its name. */
export async function chosenOf(all: { file: File; path: string }[]): Promise<Chosen[]> {
  const found: Chosen[] = [];
  for (const { file, path } of all) {
    if (litter.test(path)) continue;
    if (/\.zip$/i.test(path)) found.push(...(await inside(file, path)));
    else found.push(one(path, file.size, () => Promise.resolve(file)));
  }
  return found;
}

function one(path: string, size: number, read: () => Promise<Blob>): Chosen {
  const at = path.lastIndexOf('/');
  const name = path.slice(at + 1);
  return { name, folder: path.slice(0, Math.max(at, 0)), size, trouble: !photo.test(name) ? 'no_photo' : size > most ? 'too_large' : undefined, read };
}

async function inside(archive: File, path: string): Promise<Chosen[]> {
  const bad = (trouble: Chosen['trouble']): Chosen[] => [{ ...one(path, archive.size, () => Promise.resolve(archive)), trouble }];
  const entries = await entriesOf(archive).catch(() => null);
  if (!entries) return bad('zip_bad');
  const wanted = entries.filter((each) => !litter.test(each.path));
  if (wanted.length === 0) return bad('zip_empty');
  // The name of the archive may be that of the order.
  const around = path.replace(/\.zip$/i, '');
  return wanted.map((each) => ({ ...one(`${around}/${each.path.replaceAll('\\', '/')}`, each.size, () => each.unpack()), ...troubleOf(each) }));
}

function troubleOf({ trouble }: Entry): Pick<Chosen, 'trouble'> | undefined {
  return trouble && { trouble: trouble === 'locked' ? 'zip_locked' : 'zip_method' };
}

/** What was chosen in a dialog for files or a folder. */
export function ofInput(list: FileList): { file: File; path: string }[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** What was dropped, with all there is in its folders. */
export async function ofDrop(data: DataTransfer): Promise<{ file: File; path: string }[]> {
  const roots = [...data.items].flatMap((each) => each.webkitGetAsEntry() ?? []);
  const found: { file: File; path: string }[] = [];
  for (const each of roots) await walk(each, '', found);
  return found;
}

async function walk(entry: FileSystemEntry, around: string, found: { file: File; path: string }[]): Promise<void> {
  const path = around + entry.name;
  if (entry.isFile) {
    found.push({ path, file: await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const each of some) await walk(each, `${path}/`, found);
  }
}
