import { Modal } from 'antd';
import { useT } from '../i18n';
import { commandKey } from './top_bar';

const keys = [
  [commandKey, 'keys.palette'],
  ['Alt N', 'keys.next'],
  ['↑ ↓', 'keys.walk'],
  ['Space', 'keys.choose'],
  ['Esc', 'keys.choose_none'],
  ['Enter', 'keys.send'],
  ['Shift Enter', 'keys.line'],
  ['?', 'keys.help'],
] as const;

export default function KeyHelp({ onClose }: { onClose(): void }) {
  const t = useT();
  return (
    <Modal open title={t('keys.title')} footer={null} width={420} onCancel={onClose}>
      <dl className="key-help">
        {keys.map(([key, what]) => <div key={key}><dt>{t(what)}</dt><dd><kbd>{key}</kbd></dd></div>)}
      </dl>
    </Modal>
  );
}
