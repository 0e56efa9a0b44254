// Keeps a conversation with the server going: which transport carries it, and when to try again after it broke.

import { HttpTalk } from "./http";
import { SocketTalk } from "./socket";
import type { Surroundings } from "./surroundings";
import type { End, Party, Talk } from "./talk";

/** Sockets that must fail, while HTTP works, before HTTP carries the conversation. */
const PATIENCE = 2;
/** Times that one may come back at once in a row. */
const AT_ONCE = 3;

export class Connection {
  private talk: Talk | null = null;
  private running = false;
  private blocked = 0;
  private failures = 0;
  private rushes = 0;
  private rouse: () => void = () => undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly room: string,
    private readonly role: string,
    private readonly party: Party,
  ) {}

  start(): void {
    this.running = true;
    this.stopListening = this.surroundings.onWake(() => this.wake());
    void this.run();
  }

  stop(): void {
    this.running = false;
    this.stopListening();
    this.talk?.close();
    this.rouse();
  }

  /** There may be something to send. */
  poke(): void {
    this.talk?.poke();
  }

  /** Ends the conversation and begins another. */
  renew(): void {
    this.talk?.close();
  }

  /** Tries at once, if there is a pause. */
  wake(): void {
    this.talk?.wake();
    this.rouse();
  }

  private async run(): Promise<void> {
    while (this.running) {
      await this.party.ready();
      const end = await this.converse();
      this.talk = null;
      this.party.reached("none");
      if (!this.running) return;
      const next = end.stop ? await this.party.halted(end.stop) : this.verdict(end);
      if (next === "never") this.stop();
      else await this.pause(next);
    }
  }

  /** Without last words: at once where a socket is refused though the server is there; else after a pause. */
  private verdict(end: End): "again" | "later" {
    if (end.how === "ended") this.failures = 0;
    if (end.how === "blocked") this.blocked += 1;
    if (end.how === "unreachable") this.blocked = Math.min(this.blocked, PATIENCE - 1);
    return end.how === "blocked" && this.blocked === PATIENCE ? "again" : "later";
  }

  private async converse(): Promise<End> {
    if (this.blocked >= PATIENCE) return this.overHttp();
    const talk = this.socketTalk(() => {
      this.blocked = 0;
    });
    this.talk = talk;
    return talk.run();
  }

  private socketTalk(greeted: () => void): SocketTalk {
    return new SocketTalk(this.surroundings, this.room, this.role, this.party, greeted);
  }

  /** HTTP carries the conversation until a socket, tried now and then beside it, is greeted. */
  private async overHttp(): Promise<End> {
    const http = new HttpTalk(this.surroundings, this.room, this.role, this.party);
    this.talk = http;
    let socket: Promise<End> | null = null;
    let trying: SocketTalk | null = null;
    const again = setInterval(() => {
      const talk = this.socketTalk(() => {
        this.blocked = 0;
        this.talk = talk;
        socket = ended;
        http.close();
      });
      trying?.close();
      trying = talk;
      const ended = talk.run();
    }, this.surroundings.timing.socketAgain);
    const end = await http.run();
    clearInterval(again);
    if (socket) return socket;
    (trying as SocketTalk | null)?.close();
    return end;
  }

  private pause(next: "again" | "later"): Promise<void> {
    this.rushes = next === "again" ? this.rushes + 1 : 0;
    if (next === "again" && this.rushes <= AT_ONCE) return Promise.resolve();
    const [least, most] = this.surroundings.timing.retry;
    this.failures += 1;
    const delay = Math.min(most, least + Math.random() * least * 2 ** this.failures);
    return new Promise((done) => {
      const timer = setTimeout(done, delay);
      this.rouse = () => {
        clearTimeout(timer);
        this.failures = 0;
        done();
      };
    });
  }
}
