import { FileTextOutlined, LockOutlined, MessageOutlined, ShoppingOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Hit } from '../api/wire';
import { t } from '../i18n';
import { buyerName } from '../ui/buyer';
import './search.css';

const icons: Record<Hit['kind'], ReactNode> = {
  message: <MessageOutlined />, case: <FileTextOutlined />, order: <ShoppingOutlined />, customer: <UserOutlined />, colleague: <TeamOutlined />,
};

export function hitIcon(hit: Hit): ReactNode {
  return hit.internal ? <LockOutlined /> : icons[hit.kind];
}

/** What a hit is called: whose message, which case or order, who. */
export function hitTitle(hit: Hit): string {
  switch (hit.kind) {
    case 'case': return `${hit.number} · ${buyerName(hit.customer)}`;
    case 'order': return hit.customer.name === '' ? hit.number : `${hit.number} · ${hit.customer.name}`;
    case 'customer': return buyerName(hit.customer);
    case 'colleague': return hit.owner.name;
    default: return buyerName(hit.customer);
  }
}

/** Who said it, if not the buyer whose conversation it is. */
export function hitSender(hit: Hit): string {
  if (hit.kind !== 'message' || hit.sender === hit.customer.name || hit.sender === '') return '';
  return hit.internal ? t('search.note_by', { name: hit.sender }) : t('search.said_by', { name: hit.sender });
}

/** The part of a text that was found, as text: nothing in it is taken for markup. */
export function Snippet({ hit }: { hit: Hit }) {
  return <>{hit.snippet.map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>))}</>;
}

/** Names are shown whole beside a hit, and need no snippet. */
export function isName(hit: Hit): boolean {
  return hit.kind === 'customer' || hit.kind === 'colleague';
}
