import { FilePdfOutlined, PlayCircleOutlined, FileOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import type { FileInfo } from '../api/wire';
import { useT } from '../i18n';
import { fileSize } from './limits';

const Lightbox = lazy(() => import('./lightbox'));

/** Pictures in a row, to be looked at in full; other files to be opened. */
export function Files({ files }: { files: FileInfo[] }) {
  const t = useT();
  const [shown, setShown] = useState<number | null>(null);
  const pictures = files.filter((file) => file.media_type.startsWith('image/'));
  const others = files.filter((file) => !pictures.includes(file));
  return (
    <>
      {pictures.length > 0 && (
        <div className="pictures">
          {pictures.map((file, index) => (
            <button key={file.id} type="button" onClick={() => setShown(index)} aria-label={t('file.enlarge', { name: file.name })}>
              <img src={file.thumb_url ?? file.url} alt={file.name} {...box(file)} loading="lazy" />
            </button>
          ))}
        </div>
      )}
      {others.map((file) => <FileRow key={file.id} file={file} />)}
      {shown !== null && (
        <Suspense>
          <Lightbox pictures={pictures} index={shown} onMove={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </>
  );
}

const side = 148;

/** The size on the screen, known before the picture is there. */
function box({ width, height }: FileInfo): { width: number; height: number } {
  if (!width || !height) return { width: side, height: side };
  const ratio = Math.min(1.6, Math.max(0.6, width / height));
  return { width: Math.round(side * ratio), height: side };
}

function FileRow({ file }: { file: FileInfo }) {
  const t = useT();
  return (
    <a className="file" href={file.url} target="_blank" rel="noreferrer" title={t('file.open', { name: file.name })}>
      <FileIcon type={file.media_type} />
      <span><b>{file.name}</b><em>{fileSize(file.size)}</em></span>
    </a>
  );
}

function FileIcon({ type }: { type: string }) {
  if (type === 'application/pdf') return <FilePdfOutlined />;
  return type.startsWith('video/') ? <PlayCircleOutlined /> : <FileOutlined />;
}
