import { type Scope, WHOLE_SCOPE } from "@dirstream/contracts";
import { DnSyntaxError, parseDn, present } from "@dirstream/ldap";
import { abandoned, connect, type Target } from "./connect.ts";
import { Directory } from "./directory.ts";
import { DirectoryError, STOP, timedOut, UNAVAILABLE } from "./errors.ts";
import { type RootDse, rootDseOf } from "./root-dse.ts";
import { scopedVendor } from "./scope.ts";
import type { Session } from "./session.ts";
import type { Encryption } from "./tls.ts";
import { recognise } from "./vendors/recognise.ts";

export interface DirectoryAccess {
  /** The primary and, where there is one, the secondary. */
  readonly hosts: readonly [primary: string, secondary?: string | undefined];
  readonly port: number;
  readonly encryption: Encryption;
  /** Of the secondary, where that is another: each server has a key of its own. */
  readonly secondaryEncryption?: Encryption;
  readonly bindDn: string;
  readonly password: string | Buffer;
  readonly baseDn: string;
  /** Everything below the base when left out. */
  readonly scope?: Scope;
  readonly allowAddress: Target["allowAddress"];
  readonly lookup?: NonNullable<Target["lookup"]>;
  /** Ends everything: connecting, reading, and the connection itself. */
  readonly signal?: AbortSignal;
  readonly pageSize?: number;
  /** For tests: shorter than what suits the world. */
  readonly connectMs?: number;
  readonly bindMs?: number;
  readonly inactivityMs?: number;
}

const PAGE_SIZE = 1_000;
const BIND_MS = 5_000;
const WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

/**
 * Signs in to the first host that is available and makes sure that the base is there. The secondary is asked when the
 * primary cannot be reached or says that it is busy; not when it refuses the account, shows a certificate that does
 * not fit, or lacks the base: those need a person, and asking twice could lock the account.
 */
export const openDirectory = async (access: DirectoryAccess): Promise<Directory> => {
  const password = checkedPassword(access);
  const [primaryHost, secondaryHost] = access.hosts;
  const hosts = [{ ...access, host: primaryHost }];
  if (secondaryHost !== undefined)
    hosts.push({ ...access, host: secondaryHost, encryption: access.secondaryEncryption ?? access.encryption });
  const failures: DirectoryError[] = [];
  for (const host of hosts) {
    try {
      return await openAt(host, password);
    } catch (error) {
      if (!(error instanceof DirectoryError) || !error.tryOtherHost) throw error;
      failures.push(error);
    }
  }
  const [primary, secondary] = failures;
  if (primary === undefined) throw new RangeError("no host was given");
  if (secondary === undefined) throw primary;
  throw new DirectoryError(
    primary.stage,
    primary.code,
    `${primary.message} The secondary host did not help: ${secondary.message}`,
    UNAVAILABLE,
    { cause: secondary },
  );
};

/** What must not even reach the network. An empty password would sign in as nobody, and succeed (RFC 4513 section 5.1.2). */
export const checkedPassword = ({ bindDn, password, baseDn }: Pick<DirectoryAccess, "bindDn" | "password" | "baseDn">): Buffer => {
  const stop = (stage: "bind" | "base", code: string, message: string): DirectoryError => new DirectoryError(stage, code, message, STOP);
  const secret = typeof password === "string" ? Buffer.from(password, "utf8") : password;
  if (secret.length === 0)
    throw stop(
      "bind",
      "emptyPassword",
      "The password of the query account is empty: a directory would take that for an anonymous sign-in.",
    );
  if (secret.includes(0))
    throw stop("bind", "invalidPassword", "The password of the query account holds a zero byte, which no directory accepts.");
  if (bindDn.trim() === "")
    throw stop("bind", "emptyBindDn", "The DN of the query account is empty: a directory would take that for an anonymous sign-in.");
  if (bindDn.includes("\0")) throw stop("bind", "invalidBindDn", "The DN of the query account holds a zero byte.");
  try {
    if (parseDn(baseDn).length === 0) throw stop("base", "emptyBaseDn", "The domain root DN is empty.");
  } catch (error) {
    throw error instanceof DnSyntaxError ? stop("base", "invalidBaseDn", `The domain root DN cannot be read. ${error.message}`) : error;
  }
  return secret;
};

const openAt = async (access: DirectoryAccess & Pick<Target, "host">, password: Buffer): Promise<Directory> => {
  const connection = await connect(access);
  const { session } = connection;
  const { host, signal } = access;
  if (signal !== undefined) session.obey(signal, () => abandoned("read", session.peer, signal));
  try {
    const rootDse = await signIn(session, access, password);
    const { baseDn, scope = WHOLE_SCOPE, pageSize = PAGE_SIZE } = access;
    const vendor = scopedVendor(recognise(rootDse), scope);
    return await Directory.over({ ...connection, host, vendor, rootDse, baseDn, scope, pageSize });
  } catch (error) {
    session[Symbol.dispose]();
    throw error;
  }
};

/** Binds within its time, and makes sure that the server knows us. */
export const signIn = async (
  session: Session,
  { bindDn, bindMs = BIND_MS }: Pick<DirectoryAccess, "bindDn" | "bindMs">,
  password: Buffer,
): Promise<RootDse> => {
  const timer = setTimeout(() => session.fail(timedOut("bind", session.peer, bindMs)), bindMs);
  try {
    await session.bind(bindDn, password);
  } finally {
    clearTimeout(timer);
  }
  const rootDse = await readRootDse(session);
  await proveSignedIn(session, rootDse);
  return rootDse;
};

const readRootDse = async (session: Session): Promise<RootDse> => {
  const search = session.search({ baseDn: "", scope: "base", filter: present("objectClass"), attributes: ["*", "+"] }, "base");
  const [entry] = await search.all();
  return rootDseOf(entry);
};

/** Success alone proves nothing: asked who we are (RFC 4532), the server must not say "nobody". */
const proveSignedIn = async (session: Session, { extensions }: RootDse): Promise<void> => {
  if (!extensions.has(WHO_AM_I)) return;
  const { code, value } = await session.extended(WHO_AM_I, "bind");
  if (code === 0 && (value === undefined || value.length === 0)) {
    throw new DirectoryError(
      "bind",
      "anonymousBind",
      `${session.peer} accepted the sign-in but treats us as anonymous: check the query account's DN and password.`,
      STOP,
    );
  }
};
