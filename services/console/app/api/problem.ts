/** An answer that says what is wrong (RFC 9457), or that there was none. `message` is a sentence for the person who asked. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  /** A word for programs: the end of the problem's type. */
  readonly code: string;
  /** The sentences that belong to single fields. */
  readonly errors: readonly FieldError[];
  /** Further members, such as the hold that is open instead. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, { type = "", detail, title, errors, ...extra }: ProblemBody, retryAfterMs?: number) {
    super(detail ?? title ?? "The answer cannot be understood.");
    this.status = status;
    this.code = type.split(":").at(-1) ?? "";
    this.errors = Array.isArray(errors) ? errors.filter(isFieldError) : [];
    this.extra = extra;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface FieldError {
  /** RFC 6901, into what was sent. */
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: unknown;
  readonly [member: string]: unknown;
}

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === "object" && value !== null && "pointer" in value && "detail" in value && typeof value.detail === "string";

/** What an answer that is no success says. */
export const problemOf = async (response: Response): Promise<Problem> => {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const body: unknown = await response.json().catch(() => undefined);
  const said = typeof body === "object" && body !== null ? (body as ProblemBody) : {};
  const detail = said.detail ?? `The server has answered with HTTP ${response.status} and no reason. Try again shortly.`;
  return new Problem(response.status, { ...said, detail }, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
};

/** No answer at all: fetch says only that it failed. */
export const unreachable = (): Problem =>
  new Problem(0, { type: "urn:dirstream:problem:unreachable", detail: "The console's server cannot be reached. Is your connection up?" });

/** A command waited for its giver to sign in again, and somebody else has come. */
export const notSent = (): Problem =>
  new Problem(401, {
    type: "urn:dirstream:problem:anotherPerson",
    detail: "This was not sent, because somebody else has signed in meanwhile. Press again to do it under your own name.",
  });

/** Whether the same question may be answered in a moment: something is away, or behind. */
export const isTemporary = (error: unknown): boolean => error instanceof Problem && [0, 429, 502, 503, 504].includes(error.status);

/** `/guard/removals/count` → `guard.removals.count`: the names that forms give their fields. */
export const fieldOf = (pointer: string): string =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");

export interface FormErrors {
  /** By field; several sentences about one field are joined. */
  readonly fields: Readonly<Record<string, string>>;
  /** What belongs to no field of the form, and is told above it; undefined where everything has its place. */
  readonly rest: string | undefined;
}

/** Sorts a problem's sentences to the fields of a form. A sentence about a part of a field belongs to the field. */
export const formErrors = (problem: Problem, fields: readonly string[]): FormErrors => {
  const found: Record<string, string> = {};
  const rest: string[] = [];
  for (const { pointer, detail } of problem.errors) {
    const path = fieldOf(pointer);
    const field = fields.find((name) => path === name) ?? fields.find((name) => path.startsWith(`${name}.`));
    if (field === undefined) rest.push(path === "" ? detail : `${path}: ${detail}`);
    else found[field] = found[field] === undefined ? detail : `${found[field]} ${detail}`;
  }
  if (problem.errors.length === 0) rest.push(problem.message);
  return { fields: found, rest: rest.length === 0 ? undefined : rest.join(" ") };
};
