import type { Finding } from '../api/wire';
import { GateBar, type Assistant } from './assistant';
import { Capture, Unregistered } from './capture';
import { FindingList } from './findings';
import { applied } from './spans';

interface Props {
  assistant: Assistant;
  zone: string;
  text: string;
  /** Puts other words into the field, and selects some of them. */
  replace(text: string, from: number, to: number): void;
  send(): void;
}

/** What the language engines have to say about a draft, under it. */
export function Assistance({ assistant, zone, text, replace, send }: Props) {
  const { adviser, findings, proposals, open, picked, pick, gate, registrar } = assistant;
  const apply = (finding: Finding) => {
    const next = applied(text, finding);
    adviser.respond(finding, 'applied');
    replace(next.text, next.from, next.to);
  };
  return (
    <>
      <GateBar key={gate?.text} gate={gate} adviser={adviser} send={send} />
      <FindingList findings={findings} apply={apply} ignore={(each) => adviser.respond(each, 'ignored')} />
      <Capture proposals={proposals} open={open} picked={picked} zone={zone} onPick={pick} />
      <Unregistered registrar={registrar} zone={zone} />
    </>
  );
}
