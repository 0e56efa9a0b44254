/** What groups shared of their meetings, read for comparing: answers by question and role, decisions, actions. Pure. */

import type { Item } from "../store/messages";
import { labelOf, type MeetingStep, meetingIn } from "./meeting";
import type { AnyStep } from "./step";

export interface Answer {
  group: string;
  role: string;
  text: string;
}
export interface Settled {
  text: string;
  state: string;
  /** Whose it is and by when, in words. */
  words: string;
}
export interface Decided {
  name: string;
  decisions: Settled[];
  actions: Settled[];
}
/** An entry as any view has it. */
export interface Seen {
  step?: string;
  fields?: Record<string, unknown>;
}
interface Prompts extends AnyStep {
  roles_from?: string;
  prompts: { key: string; label: string }[];
}

/** The questions that people answer in role. */
export function promptsIn(activity: Item | undefined): { key: string; label: string }[] {
  const meeting = meetingIn(activity)?.key;
  const steps = (activity?.fields?.steps ?? []) as Prompts[];
  return steps.find((step) => meeting !== undefined && step.roles_from === meeting)?.prompts ?? [];
}

/** What groups answered to one question. */
export function answersIn(groups: { name: string; entries: Seen[] }[], question: string): Answer[] {
  return groups.flatMap(({ name, entries }) =>
    entries
      .filter((one) => one.fields?.prompt === question && String(one.fields?.text ?? "").trim())
      .map((one) => ({ group: name, role: String(one.fields?.role ?? ""), text: String(one.fields?.text) })),
  );
}

/** A group's decisions, made ones first, and its actions. */
export function decidedIn(name: string, entries: Seen[], step: MeetingStep | undefined): Decided {
  const own = entries.filter((one) => one.step === step?.key && String(one.fields?.text ?? "").trim());
  const settled = (kind: string): Settled[] =>
    own.filter((one) => one.fields?.kind === kind).map((one) => settledOf(one, step));
  const order = ["made", "proposed", "parked"];
  const decisions = settled("decision").sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return { name, decisions, actions: settled("action") };
}

function settledOf({ fields = {} }: Seen, step: MeetingStep | undefined): Settled {
  const owner = String(fields.owner ?? "");
  const by = String(fields.by_when ?? "");
  const state = String(fields.state ?? "");
  const mark = { parked: "Parked. ", proposed: "Proposed. ", done: "Done. " }[state] ?? "";
  const words = `${mark}${owner ? labelOf(step, owner) : "No owner"}${by ? `, by ${dayWords(by)}` : ", no date"}`;
  return { text: String(fields.text), state, words };
}

/** A day as it is written: 20 March. */
export function dayWords(iso: string): string {
  const date = new Date(`${iso}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(date);
}
