import { LogLevel, Port, readConfig } from "@dirstream/service";
import * as z from "zod";

const ConsoleConfig = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: Port.default(0),
  LOG_LEVEL: LogLevel.default("info"),
  /** Answers commands. */
  CONNECTOR_SERVICE_URL: z.url({ protocol: /^http$/, error: "must be a URL such as http://127.0.0.1:8081" }),
  /** Answers queries: the directory-projector. */
  PROJECTOR_URL: z.url({ protocol: /^http$/, error: "must be a URL such as http://127.0.0.1:8082" }),
});

export const readConsoleConfig = () => readConfig(ConsoleConfig);
