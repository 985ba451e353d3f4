import { isIP } from "node:net";
import { type TestedSettings, type TestedStage, WHOLE_SCOPE } from "@dirstream/contracts";
import { abandoned, type Connection, connect, peerName, type Reached } from "../directory/connect.ts";
import { Directory } from "../directory/directory.ts";
import { DirectoryError } from "../directory/errors.ts";
import { checkedPassword, type DirectoryAccess, signIn } from "../directory/open-directory.ts";
import type { RootDse } from "../directory/root-dse.ts";
import { scopedVendor } from "../directory/scope.ts";
import { recognise } from "../directory/vendors/recognise.ts";
import { encryptionOf, pinnedFor } from "../host-encryption.ts";
import { lookAtAccount } from "./bind-account.ts";
import { shown, tlsFinding, unconfirmed } from "./certificate-finding.ts";
import { lookAtChanges } from "./change-tracking.ts";
import { type Explanation, explain } from "./explain.ts";
import { readRights } from "./read-rights.ts";
import { type Finding, openStages, type Report, type Stages } from "./stages.ts";

export interface HostTest extends Pick<DirectoryAccess, "allowAddress" | "connectMs" | "bindMs" | "inactivityMs"> {
  readonly host: string;
  readonly role: TestedStage["role"];
  readonly settings: TestedSettings;
  /** Or why there is none. */
  readonly password: Buffer | Explanation;
  /** The account has been refused by the other host: asking twice could lock it. */
  readonly isRefused: boolean;
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

/** Looks at one host, stage by stage, as a run would. Returns whether it refused the account. */
export const testHost = async (test: HostTest, report: Report): Promise<boolean> => {
  const { host, role, settings, signal } = test;
  const stages = openStages(host, role, report);
  try {
    const connection = await connectTo(test, stages);
    using session = connection.session;
    session.obey(signal, () => abandoned("read", session.peer, signal));
    const compared = comparedWith(test);
    stages.tell("tls", { ...tlsFinding(connection.certificate, ownOf(compared, role), Date.now()), ...compared });
    if (test.isRefused) {
      stages.leave("The account is not tried here: the other host has refused it, and trying twice could lock it.");
      return true;
    }
    if (!Buffer.isBuffer(test.password)) {
      stages.tell("bind", { outcome: "failed", ...test.password });
      stages.leave(NOT_REACHED);
      return true;
    }
    const rootDse = await signIn(session, { ...settings, ...test }, checkedPassword({ ...settings, password: test.password }));
    stages.tell("bind", { outcome: "passed", message: "The query account is signed in." });
    await lookInside(test, connection, rootDse, stages);
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const isRefusal = stages.current() === "bind" && !error.tryOtherHost;
    fail(stages, test, error);
    return isRefusal;
  }
  return false;
};

const connectTo = (test: HostTest, stages: Stages): Promise<Connection> => {
  const { host, role, settings } = test;
  const { port } = settings;
  const onReached = (reached: Reached): void => {
    if (reached.stage === "resolve") {
      const addresses = [...reached.addresses];
      if (isIP(host) !== 0)
        stages.tell("resolve", { outcome: "notApplicable", message: "This is an address: there is no name to resolve." });
      else stages.tell("resolve", { outcome: "passed", message: `${host} is at ${addresses.join(", ")}.`, addresses });
    } else {
      const { address, localAddress } = reached;
      const from = localAddress === undefined ? {} : { localAddress };
      stages.tell("connect", { outcome: "passed", message: `Port ${port} at ${address} is open to us.`, address, ...from });
    }
  };
  return connect({ ...test, port, encryption: encryptionOf(settings, role), onReached });
};

/** What a certificate's key was compared with, where it is the key that counts. */
const comparedWith = ({ settings, role }: HostTest): Pick<TestedStage, "pinned"> =>
  settings.encryptionMode === "relaxed" ? { pinned: pinnedFor(settings, role) } : {};

/** The certificate that was confirmed for this very host: the primary's says nothing of the secondary's age. */
const ownOf = ({ pinned }: Pick<TestedStage, "pinned">, role: TestedStage["role"]): string | undefined =>
  pinned?.of === role ? pinned.certificate?.sha256 : undefined;

/** What can be looked at once the account is signed in. One thing that is missing does not hide the others. */
const lookInside = async (
  { host, settings, pageSize }: HostTest,
  connection: Connection,
  rootDse: RootDse,
  stages: Stages,
): Promise<void> => {
  const { session } = connection;
  const { baseDn, bindDn, scope = WHOLE_SCOPE } = settings;
  const vendor = scopedVendor(recognise(rootDse), scope);
  const directory = await Directory.over({ ...connection, host, vendor, rootDse, baseDn, scope, pageSize });
  stages.tell("base", { outcome: "passed", message: `"${baseDn}" is there.` });
  const look = async (stage: "read" | "account" | "changes", at: () => Promise<Finding>): Promise<void> => {
    const finding = await at().catch((error: unknown): Finding => {
      if (!(error instanceof DirectoryError) || session.closed !== undefined) throw error;
      return { outcome: "failed", ...explain(error) };
    });
    stages.tell(stage, finding);
  };
  await look("read", () => readRights(directory, baseDn));
  await look("account", () => lookAtAccount(session, vendor, bindDn));
  await look("changes", () => lookAtChanges(directory, rootDse.product));
};

const NOT_REACHED = "Not looked at, because of what stands above.";

const fail = (stages: Stages, test: HostTest, error: DirectoryError): void => {
  const { host, role, settings, signal } = test;
  const stage = stages.current();
  if (stage === undefined) return;
  const peer = peerName(host, settings.port);
  const { certificate } = error;
  if (error.code === "certificateNotPinned" && certificate !== undefined) {
    stages.tell(stage, { ...unconfirmed(peer, certificate, pinnedFor(settings, role)), ...comparedWith(test) });
  } else {
    const finding: Finding = {
      outcome: "failed",
      ...explain(error),
      ...(certificate === undefined ? {} : { certificate: shown(certificate), ...comparedWith(test) }),
    };
    stages.tell(stage, { ...finding, ...instead(error, peer, signal) });
  }
  stages.leave(NOT_REACHED);
};

/** Where the error's own sentence is not the one for whoever tests. */
const instead = ({ code }: DirectoryError, peer: string, signal: AbortSignal): { readonly message?: string } => {
  if (code === "abandoned" && signal.reason?.name === "TimeoutError") return { message: `The test was ended before ${peer} had answered.` };
  return {};
};
