import type { DockerEngine } from "./docker-engine.ts";

export interface Source<Values> extends AsyncDisposable {
  readonly values: Values;
  /** "a container of nats:2.12-alpine", for the line that says what was taken. */
  readonly description: string;
}

export interface Sources<Values> {
  readonly name: string;
  /** What the environment names. */
  readonly named: Values | undefined;
  readonly image: string;
  readonly startContainer: (image: string) => Promise<Source<Values>>;
  readonly startLocal: () => Promise<Source<Values>>;
}

/** A registry that cannot be reached may keep an engine busy for minutes. */
const CONTAINER_WITHIN_MS = 180_000;

/** URL from the environment → container where a Docker engine answers and has or gets the image → local binary. Says which it took. */
export const chooseSource = async <Values>(
  { name, named, image, startContainer, startLocal }: Sources<Values>,
  engine: DockerEngine | undefined,
): Promise<Source<Values>> => {
  const say = (description: string) => console.log(`${name.padEnd(8)} ${description}`);
  if (named !== undefined) {
    say("the one that the environment names");
    return { values: named, description: "environment", [Symbol.asyncDispose]: async () => {} };
  }
  if (engine !== undefined) {
    try {
      if (!(await engine.hasImage(image))) say(`pulling ${image} …`);
      const source = await withinMs(startContainer(image), CONTAINER_WITHIN_MS);
      say(source.description);
      return source;
    } catch (error) {
      say(`no container of ${image}: ${firstLine(error)}`);
    }
  }
  const source = await startLocal();
  say(source.description);
  return source;
};

/** One that comes too late is taken away again. */
const withinMs = <T extends AsyncDisposable>(promise: Promise<T>, timeoutMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`not there after ${timeoutMs / 1000} s`));
      promise.then((late) => late[Symbol.asyncDispose]()).catch(() => {});
    }, timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

const firstLine = (error: unknown): string => String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
