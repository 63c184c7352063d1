import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';

/** Copies the words of a card, to say them where there are no cards. */
export function CopyText({ text }: { text: string }) {
  const t = useT();
  return <span className="copy-text" title={t('copy.hint')}><CopyButton text={text} label={t('copy.text')} quiet /></span>;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, label, quiet }: { text: string; label?: string; quiet?: boolean }) {
  const t = useT();
  const [copied, setCopied] = useState('');
  const done = copied === text;
  const copy = () => void toClipboard(text).then((worked) => setCopied(worked ? text : ''));
  return (
    <Button {...(quiet && { size: 'small', type: 'text' })} icon={done ? <CheckOutlined /> : <CopyOutlined />} onClick={copy}>
      {done ? t('copy.done') : (label ?? t('copy.copy'))}
    </Button>
  );
}

/** Browsers keep the clipboard from pages without https; there a selection is copied. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  // Inside the dialog of the moment, which keeps the focus to itself.
  const place = document.activeElement?.parentElement ?? document.body;
  place.append(box);
  box.select();
  const worked = document.execCommand('copy');
  box.remove();
  return worked;
}
