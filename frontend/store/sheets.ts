// Which sheets a member knows of, what state they are in, and what people are called: read from structural channels.

import type { Writer } from "./api";
import type { Item } from "./messages";
import type { Replica } from "./replica";
import type { SheetFacts } from "./sheet";
import { sheetOf } from "./state";

export class Sheets {
  private shape = -1;
  private known = new Map<string, SheetFacts>();
  private names = new Map<string, string>();

  constructor(
    private readonly replica: Replica,
    private readonly member: string,
  ) {}

  facts(id: string): SheetFacts | undefined {
    this.refresh();
    return this.known.get(id);
  }

  of(activity: string): string[] {
    this.refresh();
    return [...this.known].filter(([, facts]) => facts.activity === activity).map(([id]) => id);
  }

  /** The sheet of an activity that the member works on: a colleague's, their own, their group's, their pair's or the room's. */
  own(activity: string): string | undefined {
    const joined = this.of(activity).find((id) => this.known.get(id)?.people.length && !id.endsWith(`.${this.member}`));
    if (joined) return joined;
    const { group, pair } = this.replica.state.get("me")?.items.get(this.member)?.fields ?? {};
    const joint = [group, pair].filter((one): one is string => typeof one === "string" && one !== "");
    const holders = [this.member, ...joint, "room"];
    return holders.map((holder) => `${activity}.${holder}`).find((id) => this.known.has(id));
  }

  nameOf(member: string): string {
    this.refresh();
    return this.names.get(member) ?? "";
  }

  private refresh(): void {
    if (this.shape === this.replica.shape) return;
    this.shape = this.replica.shape;
    const found = this.structural();
    this.names = new Map(found.filter(isPerson).map((item) => [item.id, String(item.fields?.name ?? "")]));
    this.known = new Map();
    for (const [id, items] of grouped(found.filter(isSheet))) {
      const facts = factsOf(items);
      this.known.set(id, { ...facts, sealed: this.activity(facts.activity)?.fields?.privacy === "sealed" });
      for (const { member, name } of facts.people) this.names.set(member, name);
    }
    for (const ch of this.replica.state.keys()) this.addViewed(sheetOf(ch), ch);
  }

  activity(key: string): Item | undefined {
    return this.replica.state.get("room")?.items.get(key);
  }

  private structural(): Item[] {
    const channels = [...this.replica.state].filter(([ch]) => !sheetOf(ch));
    return channels.flatMap(([, held]) => [...held.items.values()]);
  }

  /** A sheet of which only a view is held, such as another person's that was shared. */
  private addViewed(id: string, ch: string): void {
    if (!id || this.known.has(id)) return;
    const activity = id.split(".")[0] ?? "";
    const room = this.activity(activity)?.fields?.state;
    const state = ch.endsWith("/shared") || ch.endsWith("/screen") ? "shared" : String(room ?? "");
    this.known.set(id, { activity, state, writable: false, sealed: false, people: [] });
  }
}

function isPerson(item: Item): boolean {
  return item.kind === "person" || item.kind === "me";
}

function isSheet(item: Item): boolean {
  return item.kind === "sheet";
}

function grouped(items: Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) found.set(item.id, [...(found.get(item.id) ?? []), item]);
  return found;
}

/** Several channels may tell of one sheet: the newest knows its state, and any may say that it is this member's to write. */
function factsOf(items: Item[]): Omit<SheetFacts, "sealed"> {
  const newest = items.reduce((one, two) => (two.seq > one.seq ? two : one));
  const { activity, state } = newest.fields ?? {};
  const writable = state === "open" && items.some((item) => item.fields?.writable === true);
  return { activity: String(activity ?? ""), state: String(state ?? ""), writable, people: items.flatMap(peopleOf) };
}

/** The people of a joint sheet; only the channel of its holders tells them. */
function peopleOf({ fields }: Item): Writer[] {
  const people = (fields?.people ?? []) as Omit<Writer, "owner">[];
  return people.map((one) => ({ ...one, owner: one.member === fields?.holder }));
}
