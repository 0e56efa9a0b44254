/** Starts the room's pages: the stylesheet, the app, the service worker. */

import "./theme/theme.css";
import "./app";
import { registerWorker } from "./store/worker";

void registerWorker();
