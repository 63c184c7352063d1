import { SmileOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';

const characters = [
  '😊', '🙂', '😄', '😀', '🥰', '😉', '🤝', '🙏', '👍', '👌', '👏', '💪',
  '🌹', '🌷', '🎉', '🎁', '❤️', '✨', '☀️', '☕', '🍵', '😂', '😅', '🤔',
  '😮', '😢', '😭', '😔', '😞', '😓', '🙇', '💦', '📦', '🚚', '🏠', '📞',
  '📷', '📝', '💰', '🧾', '⏰', '📅', '✅', '❌', '⚠️', '❓', '➡️', '⭐',
];

/** A few characters that say more than a word. */
export function EmojiButton({ onPick }: { onPick(character: string): void }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const choose = (character: string) => {
    setOpen(false);
    onPick(character);
  };
  const content = (
    <div className="emoji" role="group" aria-label={t('composer.emoji')}>
      {characters.map((each) => <button key={each} type="button" onClick={() => choose(each)}>{each}</button>)}
    </div>
  );
  return (
    <Popover trigger="click" placement="topLeft" open={open} onOpenChange={setOpen} content={content} arrow={false}>
      <Button type="text" aria-label={t('composer.emoji')} icon={<SmileOutlined />} />
    </Popover>
  );
}
