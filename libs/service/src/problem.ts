import { STATUS_CODES } from "node:http";
import * as z from "zod";

/** An answer that says what is wrong (RFC 9457). `detail` is a sentence for the person who asked. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  /** A word for programs: it ends the type, `urn:dirstream:problem:<code>`. */
  readonly code: string;
  /** Further members of the answer. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

/** One field that does not fit: where in the body (RFC 6901), and a sentence that helps. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

export const PROBLEM_TYPE = "application/problem+json";

export const ProblemBody = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .describe("What is wrong (RFC 9457)");

/** The body of a problem's answer. */
export const problemBody = ({ status, code, message, extra }: Problem): z.output<typeof ProblemBody> => ({
  type: `urn:dirstream:problem:${code}`,
  title: STATUS_CODES[status] ?? "Error",
  status,
  detail: message,
  ...extra,
});

/** Also the answer about somebody else's account: whether it exists is not told. */
export const noSuchAccount = (): Problem => new Problem(404, "noSuchAccount", "There is no such account.");

export const noSuchConnector = (): Problem => new Problem(404, "noSuchConnector", "There is no such connector in this account.");

/** A field, several fields, or the whole request do not fit. */
export const invalidRequest = (errors: readonly FieldError[]): Problem =>
  new Problem(400, "invalidRequest", "The request does not fit; see errors.", { errors });

/** Something that the service needs is away for now. */
export const unavailable = (detail: string, retryAfterSeconds = 2): Problem =>
  new Problem(503, "unavailable", detail, {}, { "retry-after": String(retryAfterSeconds) });

/** RFC 6901: `~` and `/` inside a name are escaped. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
