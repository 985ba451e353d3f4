import * as z from "zod";
import { CannotDo } from "./failure.ts";
import type { System } from "./find-system.ts";
import { printable } from "./printable.ts";

/** RFC 9457, as the system answers it. */
const ProblemBody = z.looseObject({
  type: z.string().default("about:blank"),
  detail: z.string().optional(),
  title: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string(), detail: z.string() })).optional(),
});

/** The system has refused; the message is its own sentence, and a line for each field that does not fit. */
export class Refused extends CannotDo {
  override readonly name = "Refused";
  readonly status: number;
  /** A word for programs: the end of the problem's type. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What an answer that is no success says. */
export const refusedBy = ({ url }: System, status: number, text: string): Refused => {
  const problem = ProblemBody.safeParse(parseJson(text));
  const sentence = problem.data?.detail ?? problem.data?.title;
  if (!problem.success || sentence === undefined) {
    return new Refused(status, "notUnderstood", `The answer of ${url} (HTTP ${status}) cannot be understood. Is a dirstream system there?`);
  }
  const fields = (problem.data.errors ?? []).map(({ pointer, detail }) => `  ${fieldOf(pointer)}: ${detail}`);
  return new Refused(status, problem.data.type.split(":").at(-1) ?? "", [sentence, ...fields].map(printable).join("\n"));
};

/** `/guard/removals/count` → guard.removals.count (RFC 6901) */
const fieldOf = (pointer: string): string =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".") || "the whole";

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name cannot be resolved now",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "it timed out",
  EHOSTUNREACH: "there is no way to that host",
  UND_ERR_SOCKET: "the connection was cut",
};

/** What it means that there was no answer at all. */
export const noAnswer = ({ url }: System, error: unknown): CannotDo => {
  if (error instanceof Error && error.name === "TimeoutError") return new CannotDo(`${url} has not answered in time. Try again.`);
  const { code = "", message } = ((error as Error).cause ?? error) as { code?: string; message?: string };
  return new CannotDo(`${url} does not answer: ${WHY[code] ?? (code || message)}. Is the system running? npm start starts it.`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
