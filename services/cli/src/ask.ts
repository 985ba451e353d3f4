import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { CannotDo, WrongUse } from "./failure.ts";

/** The terminal, or whatever stands in its place. */
export interface Input {
  readonly isTerminal: boolean;
  readonly askSecret: (question: string) => Promise<string>;
  readonly ask: (question: string) => Promise<string>;
  readonly readAll: () => Promise<string>;
}

export interface PasswordOptions {
  readonly passwordFile?: string | undefined;
  readonly passwordStdin?: boolean | undefined;
}

/** Never a value of an option: whoever lists the processes could read it. */
export const readPassword = async ({ passwordFile, passwordStdin }: PasswordOptions, input: Input): Promise<string> => {
  if (passwordFile !== undefined && passwordStdin === true)
    throw new WrongUse("Give either --password-file or --password-stdin, not both.");
  if (passwordFile !== undefined) return withoutLineEnd(await readTextFile(passwordFile));
  if (passwordStdin === true) return withoutLineEnd(await input.readAll());
  if (input.isTerminal) return input.askSecret("Password of the user account: ");
  throw new WrongUse("There is no terminal to ask for the password: give --password-file or --password-stdin.");
};

/** Changes with a new password, where one is given; else the saved one stays. */
export const withPassword = async (
  changes: Record<string, unknown>,
  options: PasswordOptions,
  input: Input,
): Promise<Record<string, unknown>> =>
  givesPassword(options) ? { ...changes, bindPassword: await readPassword(options, input) } : changes;

const givesPassword = ({ password, passwordFile, passwordStdin }: PasswordOptions & { readonly password?: boolean }): boolean =>
  password === true || passwordFile !== undefined || passwordStdin === true;

/** One line end belongs to the file, not to the password. */
const withoutLineEnd = (content: string): string => content.replace(/\r?\n$/, "");

export const readTextFile = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotDo(
      `${path} cannot be read: ${code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "it is not yours to read" : code}.`,
    );
  }
};

export const terminalInput = (stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Input => ({
  isTerminal: stdin.isTTY === true && stderr.isTTY === true,
  readAll: () => text(stdin),
  ask: async (question) => {
    using lines = createInterface({ input: stdin, output: stderr });
    return await lines.question(question);
  },
  askSecret: (question) => askWithoutEcho(question, stdin, stderr),
});

const ENTER = ["\r", "\n", "\u0004"];
const BACKSPACE = ["\b", "\u007f"];
const CTRL_C = "\u0003";

const askWithoutEcho = async (question: string, stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Promise<string> => {
  const answer = Promise.withResolvers<string>();
  let typed = "";
  const onData = (chunk: string): void => {
    for (const character of chunk) {
      if (ENTER.includes(character)) answer.resolve(typed);
      else if (character === CTRL_C) answer.reject(new CannotDo("Nothing was changed."));
      else typed = BACKSPACE.includes(character) ? [...typed].slice(0, -1).join("") : typed + character;
    }
  };
  stderr.write(question);
  stdin.setRawMode(true).setEncoding("utf8").on("data", onData).resume();
  try {
    return await answer.promise;
  } finally {
    stdin.off("data", onData).setRawMode(false).pause();
    stderr.write("\n");
  }
};
