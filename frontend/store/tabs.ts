// What the tabs of one device tell each other about a room.

import type { At, FromServer } from "./messages";
import type { Row } from "./outbox";
import type { State } from "./state";
import type { Transport } from "./talk";

/** How the server is reached, as the leading tab knows it. */
export interface Status {
  transport: Transport;
  heard: number | null;
  skew: number;
  stopped: { code: string; reason: string } | null;
}

/** Everything that the leading tab has in memory. */
export interface Picture {
  box: string;
  state: State;
  rows: Row[];
  last: number;
  dealt: number;
  here: Map<string, [string, string, string][]>;
  status: Status;
}

/**
 * ask: a tab wants the picture. heard: the server said this. writing: rows are about to be stored. rows: they were, or
 * are done with. drafts: they changed in the database. box: the outbox was renewed, read everything again. at: where the
 * person is.
 */
export type TabMessage =
  | { t: "ask" }
  | { t: "picture"; picture: Picture }
  | { t: "heard"; messages: FromServer[] }
  | { t: "status"; status: Status }
  | { t: "writing" }
  | { t: "rows"; box: string; put: Row[]; drop: number[]; dealt: number }
  | { t: "drafts" }
  | { t: "box" }
  | { t: "at"; at: At };
