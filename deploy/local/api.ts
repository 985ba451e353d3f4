/** The running system's API, as far as the local run uses it itself. */
export interface Api {
  readonly get: <Answer>(path: string) => Promise<Answer>;
  readonly send: <Answer>(method: "POST" | "PUT", path: string, body: unknown) => Promise<Answer>;
}

const ANSWER_WITHIN_MS = 20_000;

export const openApi = (url: string, token: string): Api => {
  let position: string | null = null;
  const call = async (method: string, path: string, body?: unknown): Promise<never> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        // what we have changed must be seen by what we read next
        ...(position === null ? {} : { position }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    position = answer.headers.get("position") ?? position;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${problemIn(text) ?? `status ${answer.status}`}`);
    return (text === "" ? undefined : JSON.parse(text)) as never;
  };
  return { get: (path) => call("GET", path), send: call };
};

/** The sentence of an RFC 9457 problem. */
const problemIn = (text: string): string | undefined => {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title;
  } catch {
    return undefined;
  }
};
