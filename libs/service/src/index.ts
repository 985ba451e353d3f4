export { AddressRange, allowAddressIn, DeniedRange } from "./allow-address.ts";
export { type Auth, type AuthOptions, type Caller, mayReach, openAuth, ROLES, type Role } from "./auth.ts";
export { AuthConfig, commaSeparated, LogLevel, Port, parseConfig, readConfig, refuseToStart, ServiceConfig } from "./config.ts";
export { etagOf, matchesEtag } from "./etag.ts";
export { type HttpApp, type HttpOptions, type HttpServer, startHttp } from "./http.ts";
export { describeError, type Log, openLog } from "./log.ts";
export { Counter, Gauge, Histogram, openMetrics, Registry } from "./metrics.ts";
export { formatPosition, POSITION_HEADER, type Position, parsePosition } from "./position.ts";
export {
  type FieldError,
  invalidRequest,
  jsonPointer,
  noSuchAccount,
  noSuchConnector,
  Problem,
  ProblemBody,
  problemBody,
  unavailable,
} from "./problem.ts";
export { Secret, SecretText } from "./secret.ts";
export { shutdownSignal } from "./shutdown.ts";
