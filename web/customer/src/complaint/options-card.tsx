import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from '../conversation/conversation';
import type { Options } from '../conversation/wire';
import { OptionsChoice } from './options-choice';

interface Props {
  conversation: Conversation;
  id: string;
  /** The same as text, as long as it is not known how it stands. */
  text: ComponentChildren;
}

/** What the shop offers in the chat. It is asked for again whenever something may have changed. */
export function OptionsCard({ conversation, id, text }: Props) {
  const [options, setOptions] = useState<Options | null>(null);
  useEffect(() => {
    let gone = false;
    conversation.api.options(id).then((next) => gone || setOptions(next), () => undefined);
    return () => void (gone = true);
  }, [id, conversation.caseChanges, conversation.thread.head]);
  if (!options) return <>{text}</>;
  const answer = async (n: number, words: string) => {
    try {
      setOptions(await conversation.api.choose(id, n, words));
    } finally {
      // Whatever came of it, another tab or the shop may have been faster.
      void conversation.refetch();
      conversation.api.options(id).then(setOptions, () => undefined);
    }
  };
  return <OptionsChoice options={options} chosen="options.chosen" answer={answer} />;
}
