import { terminalInput } from "./ask.ts";
import { readEnvironment } from "./config.ts";
import { runProgram } from "./program.ts";

// Whoever reads us may stop reading, as head does: then there is nobody left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const status = await runProgram(process.argv.slice(2), {
  environment: readEnvironment(),
  cwd: process.cwd(),
  input: terminalInput(process.stdin, process.stderr),
  width: process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
  print: (text) => void process.stdout.write(text),
  tell: (text) => void process.stderr.write(text),
  now: Date.now,
});
if (status !== 0) process.exitCode = status;
