import { type Problem, unavailable } from "@dirstream/service";

/**
 * Codes of errors that say nothing about the query, only that the database cannot answer it now. By class (PostgreSQL, appendix A):
 * 08 connection exception, 53 insufficient resources, 57 operator intervention (shut down, cancelled, not up yet);
 * 42P01 while the tables are being made; and Node's own.
 */
const AWAY_CODE = /^(08...|53...|57...|42P01|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)$/;

/** The client library gives its own errors no code. */
const AWAY_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded when trying to connect)/;

/** What a query that failed because of the database, and not because of what was asked, is answered with. */
export const databaseAway = (error: unknown): Problem | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const away = code === undefined ? AWAY_MESSAGE.test(error.message) : AWAY_CODE.test(code);
  return away ? unavailable("The database of the read model does not answer now. Nothing is lost; try again shortly.") : undefined;
};
