import { Command, CommanderError } from "commander";
import { openApi } from "./api.ts";
import type { Input } from "./ask.ts";
import type { Environment } from "./config.ts";
import { addConnectionCommands } from "./connection-test.ts";
import { addConnectorCommands } from "./connector.ts";
import { addEntryCommands } from "./entries.ts";
import { CannotDo, WrongUse } from "./failure.ts";
import { findSystem } from "./find-system.ts";
import { addHoldCommands } from "./holds.ts";
import type { WithSession } from "./options.ts";
import { addReadModelCommands } from "./readmodel.ts";
import type { Output } from "./session.ts";
import { addSyncCommands } from "./sync.ts";
import { addWhyCommand } from "./why.ts";

/** Everything that a command touches beside the system. */
export interface Surroundings extends Omit<Output, "json"> {
  readonly environment: Environment;
  readonly cwd: string;
  readonly input: Input;
}

/** Understands what was typed and does it; the status of the process: 0 done, 1 not done, 2 not understood. */
export const runProgram = async (typed: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> => {
  const { tell } = surroundings;
  try {
    await program(surroundings).parseAsync(typed, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CannotDo || error instanceof WrongUse) tell(`${error.message}\n`);
    else throw error;
    return error instanceof WrongUse ? 2 : 1;
  }
};

const program = (surroundings: Surroundings): Command => {
  const { environment, cwd, input, ...output } = surroundings;
  const root = new Command("dirstream")
    .description(
      "Synchronises LDAP directories and keeps every change. Talks to a running system: the nearest .dirstream/run.json, or DIRSTREAM_URL and DIRSTREAM_TOKEN.",
    )
    .option("--url <url>", "the system to talk to")
    .option("--token <token>", "who you are there; others can read it here: DIRSTREAM_TOKEN is better")
    .option("--account <account>", "the account", "default")
    .option("--json", "print JSON for programs")
    .configureOutput({ writeOut: output.print, writeErr: output.tell })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride();

  const withSession: WithSession =
    (action) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const typed = given.slice(0, -2) as string[];
      const { url, token, account, json, ...options } = command.optsWithGlobals();
      const system = findSystem({ url, token }, environment, cwd);
      await action({ api: openApi(system), account, output: { ...output, json: json === true } }, options, ...typed);
    };

  addConnectionCommands(root, withSession, input);
  addConnectorCommands(root, withSession, input);
  addSyncCommands(root, withSession);
  addEntryCommands(root, withSession, "user");
  addEntryCommands(root, withSession, "group");
  addWhyCommand(root, withSession);
  addHoldCommands(root, withSession);
  addReadModelCommands(root, withSession);
  return root;
};
