import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Log } from "./log.ts";
import { type FieldError, invalidRequest, jsonPointer, PROBLEM_TYPE, Problem, problemBody } from "./problem.ts";

/** What only the service itself can tell of an error, such as that its database is away. */
export type ProblemOf = (error: unknown) => Problem | undefined;

/** Every error becomes a problem (RFC 9457). What was not foreseen is logged, and the caller learns nothing of it. */
export const errorAnswerer =
  (log: Log, foreseen: ProblemOf) =>
  (error: FastifyError, { method, routeOptions, id: requestId }: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error) ?? foreseen(error);
    if (problem !== undefined) return send(reply, problem);
    log.error({ err: error, method, route: routeOptions.url, requestId }, "a request failed");
    return send(reply, new Problem(500, "internal", "Something went wrong here. It has been logged.", { requestId }));
  };

export const answerNotFound = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, new Problem(404, "notFound", "There is nothing at this address."));

// Serialised here, or the route's own response schemas would refuse it.
const send = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .code(problem.status)
    .headers(problem.headers)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(problem));

const problemOf = (error: FastifyError): Problem | undefined => {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error.validation.map((issue) => fieldError(issue)));
  return FASTIFY_PROBLEMS[error.code]?.();
};

/** Fastify's own refusals, in our words: its messages may quote what was sent. */
const FASTIFY_PROBLEMS: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem(413, "tooLarge", "The request is larger than 256 KiB."),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem(415, "mediaType", "Send JSON: Content-Type: application/json."),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem(400, "invalidJson", "The request has no body; this needs one in JSON."),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new Problem(400, "invalidJson", "The body is not JSON."),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Problem(400, "invalidRequest", "The body is not as long as the request says."),
  FST_ERR_HANDLER_TIMEOUT: () => new Problem(503, "unavailable", "This took too long. Try again shortly.", {}, { "retry-after": "2" }),
  FST_ERR_BAD_URL: () => new Problem(400, "invalidRequest", "The address is not a valid URL."),
};

interface Issue {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** One complaint of a schema. The schemas' own sentences do not quote the input; unknown names are told apart here, as one may. */
const fieldError = ({ instancePath: path, keyword, message = "does not fit", params }: Issue): FieldError => {
  const instancePath = path === "/" ? "" : path; // the whole, in RFC 6901
  if (keyword === "unrecognized_keys") return unknownField(instancePath, params);
  return {
    pointer: instancePath,
    detail: message.replace("Invalid input: expected", "must be").replace(", received undefined", ": it is missing"),
  };
};

const unknownField = (instancePath: string, { keys }: Readonly<Record<string, unknown>>): FieldError => {
  const [first] = Array.isArray(keys) ? keys : [];
  const isName = typeof first === "string" && /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(first);
  return { pointer: isName ? `${instancePath}${jsonPointer([first])}` : instancePath, detail: "There is no such field." };
};
