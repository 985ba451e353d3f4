import type { Api } from "./api.ts";

/** Where answers go: results to `print`, everything said beside them to `tell`. */
export interface Output {
  readonly json: boolean;
  /** Of the terminal; Infinity when results go into a file or another program. */
  readonly width: number;
  readonly print: (text: string) => void;
  readonly tell: (text: string) => void;
  readonly now: () => number;
}

/** What every command works with. */
export interface Session {
  readonly api: Api;
  readonly account: string;
  readonly output: Output;
}

export const accountPath = ({ account }: Session, path = ""): string => `/accounts/${encodeURIComponent(account)}${path}`;

export const connectorPath = (session: Session, connectorId: string, path = ""): string =>
  accountPath(session, `/connectors/${encodeURIComponent(connectorId)}${path}`);

export const printJson = ({ print }: Output, value: unknown): void => print(`${JSON.stringify(value, null, 2)}\n`);
