// @hocuspocus/server with its own defaults and its SQLite extension, on loopback: `node server.mjs <port> <file>`.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database] = process.argv.slice(2);
const server = new Server({
  address: "127.0.0.1",
  port: Number(port),
  quiet: true,
  extensions: [new SQLite({ database })],
});
await server.listen();
console.log("listening");
