import { useRef, useState } from 'react';
import type { Advice, Finding } from '../api/wire';
import { useT } from '../i18n';
import type { Response } from './api';
import { useAdviser, type Adviser } from './adviser';
import { registrarOf } from './registrar';
import { unfilled } from './spans';

/** Why a draft is not sent yet. */
export type Gate = { kind: 'block' | 'reason'; findings: Finding[]; text: string } | { kind: 'unfilled'; blank: string; text: string };

interface Options {
  user: string;
  conversation: string;
  text: string;
  /** Notes for the team are not read. */
  on: boolean;
}

/** What stands in the way of sending, if anything does. */
export function gateOf(text: string, advice: Advice | null): Gate | null {
  const blank = unfilled(text);
  if (blank) return { kind: 'unfilled', blank, text };
  const of = (level: Finding['level']) => advice?.findings.filter((each) => each.level === level) ?? [];
  if (of('block').length > 0) return { kind: 'block', findings: of('block'), text };
  return of('error').length > 0 ? { kind: 'reason', findings: of('error'), text } : null;
}

/** Reads a draft along, and is asked before it is sent. */
export function useAssistant({ user, conversation, text, on }: Options) {
  const { adviser, known, fresh } = useAdviser(conversation, text, on);
  const [gate, setGate] = useState<Gate | null>(null);
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const registrar = registrarOf(user, conversation);
  const judge = (advice: Advice | null): boolean => {
    const found = gateOf(text, advice);
    setGate(found);
    return !found;
  };
  /** Ends a draft that goes, and returns what is to happen once it has gone. */
  const end = () => {
    const { text: read, advice } = adviser.get();
    const { case_id: caseId, commitments } = read === text ? advice : { case_id: null, commitments: [] };
    const chosen = commitments.flatMap(({ text: words, due_at: dueAt }) => (dueAt && picked.has(words) ? [{ text: words, dueAt }] : []));
    setGate(null);
    setPicked(new Set());
    adviser.begin();
    return caseId && chosen.length > 0 ? registrar.hold(caseId, chosen) : undefined;
  };
  /** Lets the draft go, at once or in a moment, unless something stands in its way. */
  const release = (go: (fate: ReturnType<typeof end>) => void): void => {
    const now = adviser.get();
    if (!on || (now.text === text && judge(now.advice))) go(end());
    else if (now.text !== text) void adviser.of(text).then((advice) => adviser.wants(text) && judge(advice) && go(end()));
  };
  const pick = (words: string) => {
    const next = new Set(picked);
    if (!next.delete(words)) next.add(words);
    setPicked(next);
  };
  return {
    adviser, registrar, picked, pick, release,
    findings: fresh ? known.advice.findings : settled(known.text, text, known.advice.findings),
    proposals: fresh ? known.advice.commitments : [],
    open: known.advice.case_id !== null,
    gate: gate?.text === text ? gate : null,
  };
}

export type Assistant = ReturnType<typeof useAssistant>;

/** Findings of the words before, as far as these stand unchanged before them: underlines do not flicker at every key. */
function settled(before: string, now: string, findings: Finding[]): Finding[] {
  const was = [...before];
  const is = [...now];
  let same = 0;
  while (same < was.length && same < is.length && was[same] === is[same]) same++;
  return findings.filter((each) => each.end <= same && each.end > each.start);
}

const reasons: Exclude<Response, 'applied' | 'ignored'>[] = ['verified', 'wished', 'mistaken'];

/** Says why a draft is not sent yet, and lets who knows better send it for a reason. */
export function GateBar({ gate, adviser, send }: { gate: Gate | null; adviser: Adviser; send(): void }) {
  const t = useT();
  const pressed = useRef(false);
  if (!gate) return null;
  if (gate.kind === 'unfilled') return <p className="gate" role="alert">{t('assist.unfilled', { blank: gate.blank })}</p>;
  const messages = gate.findings.map((each) => each.message).join(t('assist.and'));
  if (gate.kind === 'block') return <p className="gate gate-block" role="alert">{t('assist.blocked', { why: messages })}</p>;
  const choose = (reason: Response) => {
    if (pressed.current) return;
    pressed.current = true;
    gate.findings.forEach((each) => adviser.respond(each, reason));
    send();
  };
  return (
    <div className="gate" role="alert">
      <span>{t('assist.sure', { why: messages })}</span>
      {reasons.map((each) => <button key={each} type="button" onClick={() => choose(each)}>{t(`assist.reason.${each}`)}</button>)}
    </div>
  );
}
