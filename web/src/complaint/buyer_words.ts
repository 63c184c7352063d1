import { useQuery, useQueryClient } from '@tanstack/react-query';
import { threadQuery } from '../conversation/api';
import { now } from '../ui/clock';
import { dayTime } from '../ui/time';

const most = 30;

/** The buyer's last messages, to choose the one that answers; the newest first. */
export function useBuyerWords(conversationId: string, zone: string, since = 0): { value: string; label: string }[] {
  const { data } = useQuery(threadQuery(useQueryClient(), conversationId));
  const theirs = (data?.messages ?? []).filter((each) => each.sender.kind === 'buyer' && Date.parse(each.at) >= since);
  return theirs.slice(-most).reverse().map((each) => ({
    value: String(each.seq),
    label: `${each.text || each.files[0]?.name || ''} · ${dayTime(Date.parse(each.at), now(), zone)}`,
  }));
}
