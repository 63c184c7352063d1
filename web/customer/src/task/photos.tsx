import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Desk } from './desk';
import type { TaskFile } from './wire';

interface Props {
  desk: Desk;
  files: TaskFile[];
  onShow(address: string): void;
}

/** The photos and files of a ticket. Their bytes need the link, so that no image element can ask for them by itself. */
export function Photos({ desk, files, onShow }: Props) {
  if (files.length === 0) return null;
  return <ul class="task-photos" aria-label={t('task.files')}>{files.map((each) => <li key={each.id}><Photo desk={desk} file={each} onShow={onShow} /></li>)}</ul>;
}

function Photo({ desk, file, onShow }: { desk: Desk; file: TaskFile; onShow(address: string): void }) {
  const [thumb, setThumb] = useState('');
  const drawn = file.media_type.startsWith('image/');
  useEffect(() => {
    let gone = false;
    let made = '';
    if (drawn) {
      void desk.show(file, true).then((address) => {
        made = address;
        if (gone) URL.revokeObjectURL(address);
        else setThumb(address);
      }, () => undefined);
    }
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [desk, file, drawn]);
  const show = async () => {
    const address = await desk.show(file, false).catch(() => '');
    if (address && drawn) onShow(address);
    if (address && !drawn) {
      const link = Object.assign(document.createElement('a'), { href: address, download: file.name });
      link.click();
    }
  };
  return <button class="task-photo" onClick={() => void show()}>{thumb ? <img src={thumb} alt={file.name} /> : file.name}</button>;
}
