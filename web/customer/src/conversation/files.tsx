import { t } from '../i18n';
import { Icon } from '../ui/icons';
import type { SentFile } from './wire';

function size(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function Picture({ file, alone }: { file: SentFile; alone: boolean }) {
  const label = t('message.photo', { name: file.name });
  return (
    <a class={alone ? 'picture alone' : 'picture'} href={file.url} target="_blank" rel="noopener" aria-label={label}>
      <img src={file.thumb_url ?? file.url} alt={label} loading="lazy" decoding="async" />
    </a>
  );
}

function Paper({ file }: { file: SentFile }) {
  const film = file.media_type.startsWith('video/');
  const label = t(film ? 'message.video' : 'message.file', { name: file.name });
  return (
    <a class="paper" href={file.url} target="_blank" rel="noopener" aria-label={label}>
      <Icon name={film ? 'film' : 'file'} size={24} />
      <span>
        <b>{file.name}</b>
        <small>{size(file.size)}</small>
      </span>
    </a>
  );
}

/** The files of a message: pictures in a grid, the rest by name. */
export function Files({ files }: { files: SentFile[] }) {
  const pictures = files.filter((f) => f.media_type.startsWith('image/'));
  const papers = files.filter((f) => !f.media_type.startsWith('image/'));
  return (
    <>
      {pictures.length > 0 && (
        <div class="pictures">
          {pictures.map((file) => <Picture key={file.id} file={file} alone={pictures.length === 1} />)}
        </div>
      )}
      {papers.map((file) => <Paper key={file.id} file={file} />)}
    </>
  );
}
