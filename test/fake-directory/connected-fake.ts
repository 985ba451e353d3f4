import { expect } from "vitest";
import { readModel } from "../checker/read-model.ts";
import { differences, linesOfModel, readDomain } from "../fixtures/active-directory-dump.ts";
import type { Sync } from "../fixtures/api-client.ts";
import type { RunningSystem } from "../fixtures/running-system.ts";
import { type FakeDirectory, type FakeOptions, startFakeDirectory } from "./fake-directory.ts";
import type { Faults } from "./faults.ts";

export interface Connected {
  readonly fake: FakeDirectory;
  readonly connector: string;
  readonly first: Sync;
}

type Settings = Readonly<Record<string, unknown>>;

/** Fake directories, and the connectors of a running system that read them. */
export interface FakeDirectories extends AsyncDisposable {
  readonly start: (options?: FakeOptions) => Promise<FakeDirectory>;
  /** Registers a connector and waits for its first run. */
  readonly connect: (fake: FakeDirectory, settings?: Settings) => Promise<Connected>;
  /** A directory that has been read once, without any harm. */
  readonly readOnce: (options?: FakeOptions, settings?: Settings) => Promise<Connected>;
  /** The read model is what the directory's own dump says. */
  readonly expectSame: (connected: Connected) => Promise<void>;
  /** A run that fails removes nothing; once the server behaves again, the next one finds that nothing is missing. */
  readonly fails: (connected: Connected, faults: Faults, expected: { code: string; tries: number }) => Promise<void>;
  readonly passwords: () => readonly string[];
}

/** Nothing that a run could have recorded. */
export const UNCHANGED = { created: 0, updated: 0, removed: 0 };

export const fakeDirectories = (
  system: RunningSystem,
  size: { readonly people: number; readonly groups: readonly number[] },
): FakeDirectories => {
  const stack = new AsyncDisposableStack();
  const passwords: string[] = [];
  let number = 0;
  const start: FakeDirectories["start"] = async (options = {}) => {
    const fake = stack.use(await startFakeDirectory({ ...size, ...options }));
    passwords.push(fake.account.password);
    return fake;
  };
  const connect: FakeDirectories["connect"] = async (fake, settings = {}) => {
    const { connectorId, requestId } = await system.api.post<{ connectorId: string; requestId: string }>("/connectors", {
      ...{ name: `Fake ${++number}`, environment: "on-premises", primaryHost: fake.host, port: fake.port, encryptionMode: "none" },
      ...{ bindDn: fake.account.dn, bindPassword: fake.account.password, baseDn: fake.baseDn },
      ...settings,
    });
    return { fake, connector: connectorId, first: await system.api.answered(connectorId, requestId) };
  };
  return {
    ...{ start, connect },
    readOnce: async (options = {}, settings = {}) => {
      const connected = await connect(await start(options), settings);
      expect(connected.first).toMatchObject({ status: "completed", error: null });
      connected.fake.forget();
      return connected;
    },
    expectSame: async ({ fake, connector }) => {
      const expected = readDomain(fake.dump(), fake.baseDn);
      expect(expected.size).toBeGreaterThan(0);
      expect(differences(expected, linesOfModel(await readModel(system.address, connector)))).toEqual([]);
    },
    fails: async ({ fake, connector }, faults, expected) => {
      fake.forget();
      const before = fake.heard.connections;
      fake.faults = faults;
      const sync = await system.api.sync(connector);
      expect(sync).toMatchObject({ status: "failed", error: { code: expected.code }, counts: { removed: 0 } });
      expect(fake.heard.connections - before).toBe(expected.tries);
      expectSignedIn(fake);
      fake.faults = {};
      expect(await system.api.sync(connector)).toMatchObject({ status: "completed", error: null, counts: UNCHANGED });
    },
    passwords: () => passwords,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};

/** Nobody asks for entries on a connection that is not signed in, and no cookie goes where it was not given. */
export const expectSignedIn = ({ heard }: FakeDirectory): void => {
  const signedIn = new Set(heard.binds.filter(({ passwordBytes }) => passwordBytes > 0).map(({ connection }) => connection));
  expect(heard.searches.filter(({ connection }) => !signedIn.has(connection))).toEqual([]);
  expect(heard.foreignCookies).toEqual([]);
};
