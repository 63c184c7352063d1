import { expect, it } from 'vitest';
import type { PlaybookForm } from '../api/wire';
import { addAfter, after, asKind, moved, without } from './steps';

const text = { zh: '', en: '' };
const form = { steps: ['a', 'b', 'c'].map((id) => ({ id, kind: 'say', stage: 'understood', act: 'explain', text, public: text })) } as unknown as PlaybookForm;
const ids = ({ steps }: PlaybookForm) => steps.map((each) => each.id).join('');

it('changes the order of steps', () => {
  expect(ids(moved(form, 'b', 1))).toBe('acb');
  expect(ids(moved(form, 'a', -1))).toBe('abc');
  expect(ids(without(form, 'b'))).toBe('ac');
  const [next, id] = addAfter(form, 'a', 'commit');
  expect(ids(next)).toBe(`a${id}bc`);
  expect(next.steps[1]).toMatchObject({ kind: 'commit', due: '4h', stage: 'understood' });
});

it('leads forward only', () => expect(after(form, 'a').map((each) => each.id)).toEqual(['b', 'c']));

it('leaves behind what another kind does not say', () => {
  expect(asKind(form.steps[0]!, 'ticket')).not.toHaveProperty('act');
  expect(asKind({ ...form.steps[0]!, go: 'c' }, 'close')).not.toHaveProperty('go');
});
