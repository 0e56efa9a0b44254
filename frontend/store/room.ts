// The room as pages use it: opens what the device has, follows or leads the device's other tabs, and answers for its sheets.

import type { Draft, Room, Saving, Sheet } from "./api";
import { command } from "./command";
import { type BoxRecord, Database, type Self } from "./database";
import { Drain } from "./drain";
import { adoptLeft, Journal, occupy } from "./journal";
import { fromPhrase, keepKey, keptKey, keptPhrase } from "./keys";
import { boxOf, findBox, Leadership } from "./leader";
import type { At, Item } from "./messages";
import type { Row, Write } from "./outbox";
import { Replica } from "./replica";
import { SealedView } from "./sealed-sheet";
import { draftOfWrite, type SheetFacts, type SheetRoom, SheetView } from "./sheet";
import { Sheets } from "./sheets";
import { browser, type Surroundings, type Tabs } from "./surroundings";
import type { TabMessage } from "./tabs";
import { isAnother, whoAmI } from "./whoami";

const ANOTHER = "Somebody else is signed in on this device now. Their words and yours are kept apart.";
const CLEARED = "What this device kept of the workshop was cleared or made anew in another tab.";
const WRONG_WORDS = "Those are not the words that these pages were sealed with. Check each word, and their order.";

export type Role = "participant" | "facilitator" | "screen";

/**
 * Opens a room on this device: at once from what it has stored, with or without a network. The first time there must
 * be one; otherwise an Error with words to show is thrown.
 */
export async function openRoom(
  id: string,
  role: Role = "participant",
  surroundings: Surroundings = browser(),
): Promise<RoomStore> {
  const database = await Database.open(surroundings.database);
  try {
    const { self, stopped } = await whoAmI(database, surroundings, id, role);
    const store = new RoomStore(
      id,
      role,
      self,
      database,
      surroundings,
      await findBox(database, surroundings, id, self),
    );
    await store.open(stopped);
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

export class RoomStore implements Room, SheetRoom {
  readonly replica: Replica;
  private readonly sheets: Sheets;
  private readonly views = new Map<string, SheetView>();
  private readonly listeners = new Set<() => void>();
  private drain: Drain | null = null;
  /** Where the person in this tab is, for the drain that does not run yet. */
  private at: At | null = null;
  private leadership: Leadership | null = null;
  private tabs: Tabs | null = null;
  /** Whether memory has all that the leading tab has. */
  private synced = false;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private beating: ReturnType<typeof setInterval> | undefined;
  private stopListening: () => void = () => undefined;
  private stopKeys: () => void = () => undefined;
  /** Once it is here it stays, whatever becomes of the shelf: what is being written must not lose its key. */
  key: Uint8Array | null = null;
  private telling: Promise<void> = Promise.resolve();
  private drawing = false;
  private readonly journal: Journal;
  private leavePage: () => void = () => undefined;
  /** The page that this tab had before. */
  private before = "";
  private adopting: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    readonly id: string,
    private readonly role: Role,
    private readonly self: Self,
    private readonly database: Database,
    private readonly surroundings: Surroundings,
    box: Replica["box"],
  ) {
    this.journal = new Journal(surroundings.shelf, box.who, () => this.replica.box.record);
    this.replica = new Replica(database, box, this.journal, this.ledgerEvents(), () => this.changed());
    this.sheets = new Sheets(this.replica, self.member);
  }

  private ledgerEvents() {
    return {
      writing: () => this.tell({ t: "writing" }),
      stored: (rows: Row[]) => this.stored(rows),
      lost: () => this.reload(true),
      failed: (error: unknown) => console.warn("This device could not store what was written; trying again.", error),
    };
  }

  // --- opening and closing ---------------------------------------------------------------------------------------

  async open(stopped: Room["stopped"]): Promise<void> {
    await this.replica.load();
    if (stopped) {
      this.replica.setStatus({ ...this.replica.status, stopped });
      return;
    }
    this.findKey();
    this.stopKeys = this.surroundings.onShelf(() => this.findKey());
    const { locks } = this.surroundings;
    const name = `commonweal ${this.replica.box.record}`;
    this.stopListening = this.surroundings.onWake(() => this.wake());
    if (locks) this.tabs = this.surroundings.tabs(name);
    if (this.tabs) this.tabs.onmessage = (event: { data: TabMessage }) => this.listen(event.data);
    this.database.onGone = () => void this.giveWay("cleared", CLEARED);
    [this.before, this.leavePage] = occupy(this.surroundings, this.replica.box.who, this.journal.page);
    await this.adoptLeft();
    if (!locks) return this.leadAlone();
    this.leadership = new Leadership(
      locks,
      name,
      () => this.lead(),
      () => this.follow(),
    );
    this.leadership.join();
    this.ask();
  }

  /** Takes in what pages wrote that were left before this device had stored it. */
  private adoptLeft(): Promise<void> {
    const adopting = {
      who: this.replica.box.who,
      page: this.journal.page,
      before: this.before,
      stored: (record: string) => this.database.storedOf(record),
      adopt: (write: Write) => this.write(write),
      safe: () => (this.journal.kept ? Promise.resolve() : this.settled()),
    };
    const adopted = this.adopting.then(() => (this.ended ? undefined : adoptLeft(this.surroundings, adopting)));
    this.adopting = adopted.catch((error) => console.warn("What a page left could not be taken in.", error));
    return this.adopting;
  }

  private get ended(): boolean {
    return this.closed || this.stopped !== null;
  }

  /** Ends what this page shows and says; what it wrote stays on the device, for its writer. */
  private async giveWay(code: string, reason: string): Promise<void> {
    if (this.ended) return;
    const { drain } = this;
    this.drain = null;
    clearTimeout(this.asking);
    clearInterval(this.beating);
    this.leadership?.leave();
    this.tabs?.close();
    this.tabs = null;
    this.replica.wipe();
    this.replica.setStatus({ ...this.replica.status, transport: "none", stopped: { code, reason } });
    await drain?.stop();
    if (code === "member") await this.database.wipeMember(this.replica.box.who);
  }

  /** Stores what is not stored yet and ends; another tab takes over. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.asking);
    clearInterval(this.beating);
    this.stopListening();
    this.stopKeys();
    await this.settled();
    await this.drain?.stop();
    this.leadership?.leave();
    this.leavePage();
    this.tabs?.close();
    this.database.close();
  }

  private lead(): void {
    clearTimeout(this.asking);
    this.drain = new Drain(this.surroundings, this.database, this.replica, {
      room: this.id,
      role: this.role,
      self: this.self,
      tell: (message) => this.tell(message),
      reload: () => this.reload(false),
    });
    if (this.at) this.drain.setPlace(this.at);
    void this.drain.start(!this.synced).then(() => this.tellPicture());
    void this.adoptLeft();
  }

  private follow(): void {
    void this.drain?.stop();
    this.drain = null;
    this.synced = false;
    this.ask();
  }

  /** Without locks: this tab's box is its own as long as it says so often enough. */
  private leadAlone(): void {
    this.lead();
    const beat = async () => {
      this.journal.beat();
      if (!(await this.database.beat(this.replica.box, Date.now()))) await this.reload(true);
      await this.adoptLeft();
    };
    this.beating = setInterval(() => void beat().catch(() => undefined), this.surroundings.timing.beat);
  }

  private wake(): void {
    if (this.ended) return;
    if (isAnother(this.surroundings, this.id, this.self)) return void this.giveWay("member", ANOTHER);
    if (!this.drain && this.surroundings.visible()) this.ask();
    void this.adoptLeft();
  }

  /** Finds the box again after it was renewed, here or in another tab; without locks it may have been taken over. */
  private async reload(restart: boolean): Promise<void> {
    const { box } = this.replica;
    if (this.surroundings.locks) {
      const [record, found] = await this.database.claim(box.record, (all) => all[0] as [string, BoxRecord]);
      this.replica.box = boxOf(record, found, box.who);
    } else if (restart) {
      this.replica.box = await findBox(this.database, this.surroundings, this.id, this.self);
    } else {
      this.replica.box = await this.ownRecord();
    }
    await this.replica.load();
    if (restart) this.drain?.renewed();
  }

  private async ownRecord() {
    const { box } = this.replica;
    const [record, found] = await this.database.claim(box.record, (all) => all[0] as [string, BoxRecord]);
    this.surroundings.session.setItem(`box|${box.who}|`, JSON.stringify([found.device, found.owner]));
    return boxOf(record, found, box.who);
  }

  // --- other tabs ------------------------------------------------------------------------------------------------

  private tell(message: TabMessage): void {
    if (!this.closed) this.tabs?.postMessage(message);
  }

  private tellPicture(): void {
    if (this.drain) this.tell({ t: "picture", picture: this.replica.picture() });
  }

  /** Asks the leading tab for all it has; one that does not answer a tab that is seen has been frozen. */
  private ask(): void {
    this.tell({ t: "ask" });
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      if (!this.drain && !this.closed && this.surroundings.visible()) this.leadership?.seize();
    }, this.surroundings.timing.leader);
  }

  /** One message after another, also where one needs the database. */
  private listen(message: TabMessage): void {
    const told = this.telling.then(() => (this.closed ? undefined : this.told(message)));
    this.telling = told.catch((error) => console.warn("What another tab said was not taken in.", error));
  }

  private async told(message: TabMessage): Promise<void> {
    if (message.t === "ask") this.tellPicture();
    else if (message.t === "at") this.drain?.setPlace(message.at);
    else if (message.t === "writing") this.drain?.expectRows();
    else if (message.t === "drafts") await this.replica.loadDrafts();
    else if (message.t === "rows") await this.replica.ledger.exclusively(async () => this.toldRows(message));
    else if (!this.drain) await this.followed(message);
  }

  private toldRows({ box, put, drop, dealt }: TabMessage & { t: "rows" }): void {
    if (box !== this.replica.box.key) return;
    this.replica.dealt = Math.max(this.replica.dealt, dealt);
    for (const n of drop) this.replica.dropRow(n);
    this.replica.putRows(put);
    this.drain?.rowsCame();
  }

  private async followed(message: TabMessage): Promise<void> {
    if (message.t === "picture") {
      clearTimeout(this.asking);
      if (message.picture.box !== this.replica.box.key) await this.reload(false);
      await this.replica.takePicture(message.picture);
      this.synced = true;
    } else if (message.t === "heard" && this.synced) {
      for (const one of message.messages) this.replica.take(one);
    } else if (message.t === "status") {
      this.replica.setStatus(message.status);
    } else if (message.t === "box") {
      this.synced = false;
      await this.reload(false);
      this.ask();
    }
  }

  // --- what the room is ------------------------------------------------------------------------------------------

  get member(): string {
    return this.self.member;
  }

  get connected(): boolean {
    return this.replica.connected;
  }

  get transport(): string {
    return this.replica.status.transport;
  }

  get saving(): Saving {
    if (!this.pending) return "saved";
    return this.connected ? "saving" : "device";
  }

  get pending(): number {
    return this.replica.ledger.pending;
  }

  get heard(): Date | null {
    const { heard } = this.replica.status;
    return heard === null ? null : new Date(heard);
  }

  get stopped(): { code: string; reason: string } | null {
    return this.replica.status.stopped;
  }

  get clockSkew(): number {
    return this.replica.status.skew;
  }

  items(channel: string, kind?: string): Item[] {
    const items = [...(this.replica.state.get(channel)?.items.values() ?? [])];
    return kind === undefined ? items : items.filter((item) => item.kind === kind);
  }

  has(channel: string): boolean {
    return this.replica.state.has(channel);
  }

  sheetFor(activity: string): Sheet | null {
    const id = this.sheets.own(activity);
    return id ? this.sheet(id) : null;
  }

  sheet(id: string): Sheet | null {
    if (!this.sheets.facts(id)) return null;
    return this.view(id);
  }

  private view(id: string): SheetView {
    const Kind = this.facts(id).sealed ? SealedView : SheetView;
    const before = this.views.get(id);
    const view = before instanceof Kind ? before : new Kind(id, this);
    this.views.set(id, view);
    return view;
  }

  sheetsOf(activity: string): string[] {
    return this.sheets.of(activity);
  }

  present(): Set<string> {
    return new Set(this.replica.here.get("desk")?.map(([member]) => member));
  }

  facts(sheet: string): SheetFacts {
    return (
      this.sheets.facts(sheet) ?? {
        activity: sheet.split(".")[0] ?? "",
        state: "",
        writable: false,
        sealed: false,
        people: [],
      }
    );
  }

  blockOf(sheet: string, step: string): string {
    const steps = this.sheets.activity(this.facts(sheet).activity)?.fields?.steps as { key: string; block: string }[];
    return steps?.find((one) => one.key === step)?.block ?? "";
  }

  nameOf(member: string): string {
    return this.sheets.nameOf(member);
  }

  // --- sealed sheets ---------------------------------------------------------------------------------------------

  private sealed(): SealedView[] {
    const ids = this.items("room", "activity").map((one) => this.sheets.own(one.id) ?? "");
    return ids.filter((id) => this.facts(id).sealed).map((id) => this.view(id) as SealedView);
  }

  /** What a member's words are mixed with: the workshop's series, or the workshop; empty until the server has said so. */
  private get mix(): string {
    return String(this.items("room", "info")[0]?.fields?.mix ?? "");
  }

  /** Takes the key from the shelf; where only the six words lie there, it is made from them. */
  private findKey(): void {
    if (this.key || this.role !== "participant") return;
    const { shelf } = this.surroundings;
    const kept = keptKey(shelf, this.id, this.member);
    if (kept) {
      this.key = kept;
      this.replica.touchAll();
      return;
    }
    const phrase = keptPhrase(shelf, this.id, this.member);
    if (phrase && this.mix) void fromPhrase(phrase, this.mix).then(({ key }) => this.keepKey(key));
  }

  private keepKey(key: Uint8Array): void {
    keepKey(this.surroundings.shelf, this.id, this.member, key);
    this.key = key;
    this.replica.touchAll();
  }

  async unlock(phrase: string[]): Promise<string> {
    const { verifier, key } = await fromPhrase(phrase, this.mix || this.id);
    const opening = this.sealed().map((view) => view.tried(key));
    const boxes = opening.reduce((sum, one) => sum + one.boxes, 0);
    if (boxes && !opening.some((one) => one.opened)) return WRONG_WORDS;
    if (!boxes && !(await this.command("check_phrase", { verifier })).right) return WRONG_WORDS;
    this.keepKey(key);
    return "";
  }

  // --- writing ---------------------------------------------------------------------------------------------------

  write(write: Write): void {
    this.replica.ledger.write(write);
    this.replica.touch(write.sheet);
  }

  private stored(rows: Row[]): void {
    for (const row of rows) this.replica.touch(row.change.sheet);
    this.tell({ t: "rows", box: this.replica.box.key, put: rows, drop: [], dealt: this.replica.dealt });
    this.drain?.poke();
  }

  refuse(write: Write, code: string, reason: string): void {
    const draft = draftOfWrite(write, { code, reason }, this.replica.box.who);
    this.replica.drafts.set(draft.key, draft);
    this.changed();
    void this.database.addDraft(draft).then(() => this.tell({ t: "drafts" }));
  }

  drafts(): Draft[] {
    return [...this.replica.drafts.values()].map((draft) => {
      const view = this.sheets.facts(draft.sheet) && this.view(draft.sheet);
      return view instanceof SealedView ? view.readDraft(draft) : draft;
    });
  }

  dropDraft(key: string): void {
    this.replica.drafts.delete(key);
    this.changed();
    void this.database.dropDraft(key).then(() => this.tell({ t: "drafts" }));
  }

  command(name: string, body: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return command(this.surroundings, this.id, name, body);
  }

  place(at: At): void {
    this.at = at;
    if (this.drain) this.drain.setPlace(at);
    else this.tell({ t: "at", at });
  }

  settled(): Promise<void> {
    return this.replica.ledger.settled();
  }

  // --- listening -------------------------------------------------------------------------------------------------

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    if (this.drawing || this.closed) return;
    this.drawing = true;
    this.surroundings.frame(() => {
      this.drawing = false;
      for (const listener of [...this.listeners]) listener();
    });
  }
}
