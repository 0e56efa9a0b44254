// A conversation over a WebSocket: a ticket, a hello, one push in flight at a time, and pings that tell a dead line.

import type { Change, FromClient, FromServer, Stop } from "./messages";
import type { Socket, Surroundings } from "./surroundings";
import { address, type End, type Party, refusalIn, type Talk } from "./talk";

export class SocketTalk implements Talk {
  private socket: Socket | null = null;
  private over = false;
  private welcomed = false;
  private flying = false;
  private pumping = false;
  private poked = false;
  private heard = 0;
  private pinged = 0;
  private pushed = 0;
  private stop: Stop | undefined;
  private finish: (end: End) => void = () => undefined;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly room: string,
    private readonly role: string,
    private readonly party: Party,
    /** Called when the server has greeted, before anything is heard. */
    private readonly greeted: () => void,
  ) {}

  async run(): Promise<End> {
    const ticket = await this.ticket();
    if (typeof ticket !== "string") return ticket;
    if (this.over) return { how: "ended" };
    return new Promise((finish) => {
      this.finish = finish;
      this.open(ticket);
    });
  }

  private async ticket(): Promise<string | End> {
    const { timing } = this.surroundings;
    try {
      const signal = AbortSignal.timeout(timing.answer);
      const path = address(this.room, "ticket", this.role);
      const response = await this.surroundings.fetch(path, { method: "POST", signal });
      if (response.ok) return ((await response.json()) as { ticket: string }).ticket;
      const stop = await refusalIn(response);
      return stop ? { how: "ended", stop } : { how: "unreachable" };
    } catch {
      return { how: "unreachable" };
    }
  }

  private open(ticket: string): void {
    const socket = this.surroundings.socket(`/sync/${this.room}/socket?ticket=${encodeURIComponent(ticket)}`);
    this.socket = socket;
    this.heard = this.pinged = Date.now();
    socket.onopen = () => this.send(this.party.hello());
    socket.onmessage = (event: { data: unknown }) => this.take(String(event.data));
    socket.onclose = () => this.end();
    this.watch = setInterval(() => this.look(), this.surroundings.timing.watch);
  }

  private take(data: string): void {
    if (this.over) return;
    this.heard = Date.now();
    const message = JSON.parse(data) as FromServer;
    if (message.t === "stop") {
      this.stop = message;
      this.end();
      return;
    }
    if (message.t === "welcome" && !this.welcomed) {
      this.welcomed = true;
      this.greeted();
      this.party.reached("socket");
    }
    if (message.t === "ack") this.flying = false;
    this.party.hear([message]);
    if (message.t === "ack" || message.t === "welcome") this.poke();
  }

  poke(): void {
    this.poked = true;
    if (!this.pumping && this.welcomed && !this.over) void this.pump();
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    while (this.poked && !this.over) {
      this.poked = false;
      const at = this.party.place();
      if (at) this.send(at);
      if (!this.flying && this.party.waiting()) await this.push();
    }
    this.pumping = false;
  }

  /** Leaves a little time between pushes, in which what is typed collects. */
  private async push(): Promise<void> {
    const pause = this.pushed + this.surroundings.timing.push - Date.now();
    if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    const changes: Change[] = await this.party.outgoing().catch(() => []);
    if (this.over || !changes.length) return;
    this.flying = true;
    this.pushed = Date.now();
    this.send({ t: "push", changes });
  }

  wake(): void {
    if (this.over || !this.welcomed) return;
    if (this.heard >= this.pinged) this.ping();
    this.look();
  }

  /** Dead is a line on which a ping, or the greeting, has been waited for too long. */
  private look(): void {
    const { ping, pong, answer } = this.surroundings.timing;
    const now = Date.now();
    if (!this.welcomed) {
      if (now - this.pinged >= answer) this.end();
    } else if (this.heard < this.pinged) {
      if (now - this.pinged >= pong) this.end();
    } else if (now - this.pinged >= ping) {
      this.ping();
    }
    this.poke();
  }

  private ping(): void {
    this.pinged = Math.max(Date.now(), this.heard + 1);
    this.send({ t: "ping" });
  }

  private send(message: FromClient): void {
    try {
      this.socket?.send(JSON.stringify(message));
    } catch {
      this.end();
    }
  }

  close(): void {
    this.end();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.watch);
    this.socket?.close();
    const stop = this.stop;
    this.finish({ how: this.welcomed || stop ? "ended" : "blocked", ...(stop ? { stop } : {}) });
  }
}
