import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { freePort } from "@dirstream/deploy/components/free-port";
import type { LdifRecord } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import { activeDirectory } from "./active-directory.ts";
import { type Account, serve } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import { dumpOf } from "./dump.ts";
import type { Faults } from "./faults.ts";
import type { PageOrder } from "./find-entries.ts";
import { generic } from "./generic.ts";
import { type Heard, type HeardSearch, nothingHeard } from "./heard.ts";
import { openldap } from "./openldap.ts";
import { openTree, type Size } from "./tree.ts";

export interface FakeOptions extends Partial<Size> {
  readonly dialect?: Dialect["name"];
  /** Of the domain controller. Two of one name are the same to a client. */
  readonly name?: string;
  readonly host?: string;
  /** 0: any free one. */
  readonly port?: number;
  /** With it StartTLS is offered; with `ldaps` the port speaks TLS from the first byte. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  readonly ldaps?: boolean;
  readonly password?: string;
  /** Entries in one answer to DirSync, however many bytes the client allows. */
  readonly dirSyncRoundEntries?: number;
  /** Whether the account may see what has been deleted. */
  readonly tombstonesVisible?: boolean;
  /** With "name" whoever is renamed or moved may come on another page. */
  readonly pageOrder?: PageOrder;
  /** Values of an attribute in one answer, where it is another number than the product's own. */
  readonly mostValues?: number;
}

/** A directory server that a test can make do anything, also what no honest one does. It begins honest. */
export interface FakeDirectory extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly account: Account;
  readonly baseDn: string;
  readonly heard: Heard;
  /** What goes wrong; `{}` for nothing. */
  faults: Faults;
  /** Is told of each search before it is answered: what it changes is in the answer. */
  beforeSearch: (search: HeardSearch) => void;
  /** As an administrator would: each is one change with a sequence number of its own. */
  readonly change: (...changes: readonly DirectoryChange[]) => void;
  /** Whoever was deleted with this DN is there again, under the same id and with these attributes. */
  readonly putBack: (entry: LdifRecord) => void;
  readonly highestUsn: () => number;
  /** What is in it now, as LDIF: GUIDs and SIDs as text. Not for a million. */
  readonly dump: () => string;
  /** From now on it is another database under the same name, as after a restore from a backup (MS-ADTS 3.1.1.1.9). */
  readonly restore: () => void;
  /** Gives a way back to this state without a new invocation id, as where the snapshot of a virtual machine is put back. */
  readonly takeSnapshot: () => () => void;
  /** So many change numbers go to what the account does not see. */
  readonly passOver: (numbers: number) => void;
  readonly forget: () => void;
  readonly openConnections: () => number;
  /** It ends as a crashed server does: every connection is gone and no other is accepted. */
  readonly die: () => void;
}

const DIALECTS: Readonly<Record<Dialect["name"], Dialect>> = { "active-directory": activeDirectory, openldap, generic };

export const startFakeDirectory = async (options: FakeOptions = {}): Promise<FakeDirectory> => {
  const { people = 100, groups = [], name = "DC1", host = "127.0.0.1", certificate, ldaps = false } = options;
  const { dirSyncRoundEntries = 1_000, tombstonesVisible = true, pageOrder = "number", mostValues } = options;
  const product = DIALECTS[options.dialect ?? "active-directory"];
  const dialect = mostValues === undefined ? product : { ...product, mostValues };
  const tree = openTree(dialect, { people, groups });
  const password = options.password ?? `Canary-"§+/${randomBytes(12).toString("base64url")}`;
  const account = { dn: dialect.name !== "active-directory" ? `cn=reader,${dialect.suffix}` : `CN=Reader,${dialect.suffix}`, password };
  const sockets = new Set<Socket>();
  const server = { name, invocation: 1 };
  const heard = nothingHeard();
  const serving = {
    ...{ tree, server, heard, account, certificate, ldaps, dirSyncRoundEntries, tombstonesVisible, pageOrder },
    faults: () => fake.faults,
    beforeSearch: (search: HeardSearch) => fake.beforeSearch(search),
    die: () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(socket, serving);
  });
  // One that no outgoing connection takes: a second one may be started on the same port of another address.
  const port = options.port ?? (await freePort());
  listener.listen(port, host);
  await once(listener, "listening");
  const fake: FakeDirectory = {
    ...{ host, account, heard, baseDn: dialect.suffix, change: tree.change, highestUsn: tree.highestUsn, faults: {} },
    ...{ putBack: tree.putBack, takeSnapshot: tree.takeSnapshot, passOver: tree.passOver },
    beforeSearch: () => undefined,
    port,
    dump: () => dumpOf(tree),
    restore: () => {
      server.invocation += 1;
    },
    forget: () => {
      Object.assign(heard, { ...nothingHeard(), connections: heard.connections });
    },
    openConnections: () => sockets.size,
    die: serving.die,
    [Symbol.asyncDispose]: async () => {
      const closed = listener.listening ? once(listener, "close") : undefined;
      serving.die();
      await closed;
    },
  };
  return fake;
};
