// The same conversation in single exchanges over HTTP, for networks that let no WebSocket through.

import type { FromClient, FromServer, Stop } from "./messages";
import type { Surroundings } from "./surroundings";
import { address, type End, type Party, refusalIn, type Talk } from "./talk";

export class HttpTalk implements Talk {
  private over = false;
  private poked = false;
  private rouse: () => void = () => undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly room: string,
    private readonly role: string,
    private readonly party: Party,
  ) {}

  async run(): Promise<End> {
    while (!this.over) {
      this.poked = false;
      const end = await this.exchange();
      if (end) return end;
      await this.rest();
    }
    return { how: "ended" };
  }

  /** One exchange; says how the conversation ended if it did. */
  private async exchange(): Promise<End | null> {
    const answer = await this.post(await this.messages());
    if (this.over) return { how: "ended" };
    if (!Array.isArray(answer)) return answer;
    const stop = answer.find((message): message is Stop => message.t === "stop");
    if (!stop) this.party.reached("http");
    this.party.hear(answer.filter((message) => message.t !== "stop"));
    return stop ? { how: "ended", stop } : null;
  }

  private async messages(): Promise<FromClient[]> {
    const changes = this.party.waiting() ? await this.party.outgoing().catch(() => []) : [];
    const messages: FromClient[] = [this.party.hello()];
    if (changes.length) messages.push({ t: "push", changes });
    const at = this.party.place();
    return at ? [...messages, at] : messages;
  }

  private async post(messages: FromClient[]): Promise<FromServer[] | End> {
    try {
      const response = await this.surroundings.fetch(address(this.room, "exchange", this.role), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(messages),
        signal: AbortSignal.timeout(this.surroundings.timing.answer),
      });
      const stop = response.status === 403 ? await refusalIn(response) : undefined;
      if (stop) return { how: "ended", stop };
      const answer: unknown = await response.json();
      return Array.isArray(answer) ? (answer as FromServer[]) : { how: "unreachable" };
    } catch {
      return { how: "unreachable" };
    }
  }

  /** Until the next poll; a page that nobody sees polls only when it has something to send. */
  private rest(): Promise<void> {
    const { timing } = this.surroundings;
    const soon = this.poked || this.party.waiting();
    return new Promise((done) => {
      this.rouse = done;
      if (this.over) done();
      else if (soon) setTimeout(done, timing.push);
      else if (this.surroundings.visible()) setTimeout(done, timing.poll);
    });
  }

  poke(): void {
    this.poked = true;
    this.rouse();
  }

  wake(): void {
    this.rouse();
  }

  close(): void {
    this.over = true;
    this.rouse();
  }
}
