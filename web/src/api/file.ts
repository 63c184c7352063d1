import { language } from '../i18n';
import { offline, problemOf } from './client';

/** Asks the server to make a file, and hands it to the browser under a name. */
export async function takeFile(path: string, name: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(path, { method: 'POST', headers: { 'Accept-Language': language() } });
  } catch {
    throw offline();
  }
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => undefined));
  const address = URL.createObjectURL(await answer.blob().catch(() => Promise.reject(offline())));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[/\\:*?"<>|]/g, '_');
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
