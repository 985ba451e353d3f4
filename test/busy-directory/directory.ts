import { setTimeout as delay } from "node:timers/promises";
import { checkDump, type Model } from "../checker/dump.ts";
import { startFakeDirectory } from "../fake-directory/fake-directory.ts";
import type { HeardSearch } from "../fake-directory/heard.ts";
import { type Random, seededRandom } from "../faults/random.ts";
import { differences, linesOfModel, readDomain } from "../fixtures/active-directory-dump.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange, LiveDirectory } from "../fixtures/live-directory.ts";
import type { RunningSystem } from "../fixtures/running-system.ts";
import { startTcpProxy } from "../setup/tcp-proxy.ts";
import { type Change, type Company, openCompany } from "./company.ts";
import { type Journal, openJournal } from "./journal.ts";
import { VOCABULARIES } from "./vocabulary.ts";

/** What has been done to a directory. */
export interface Done {
  changes: number;
  /** Who went from a page that was still to be read to one that had been read, or the other way. Only where the order of names is the order of pages. */
  crossed: number;
  /** Changes of a group between two ranges of its members. */
  regrouped: number;
}

/** A directory that changes all the time, from `begin` to `rest`. */
export interface BusyDirectory {
  readonly product: keyof typeof VOCABULARIES;
  readonly baseDn: string;
  readonly connection: Readonly<Record<string, unknown>>;
  readonly journal: Journal;
  readonly done: Done;
  /** A real server, whose own tools can be asked. */
  readonly live: LiveDirectory | undefined;
  readonly begin: () => void;
  readonly rest: () => Promise<void>;
  /** In what a connector's read model differs from the directory's own dump. */
  readonly differences: (model: Model) => Promise<readonly string[]>;
}

const PRODUCTS = ["slapd", "active-directory", "openldap", "active-directory"] as const;

export const startBusyDirectory = (system: RunningSystem, seed: number, stack: AsyncDisposableStack): Promise<BusyDirectory> => {
  const product = PRODUCTS[seed % PRODUCTS.length] ?? "slapd";
  return product === "slapd" ? startReal(system, seed, stack) : startFake(seed, product, stack);
};

/** Fewer than the large group has. */
const MOST_VALUES = 20;

/** Changes come before answers, and so between any two of them; some are aimed at what has been answered so far. */
const startFake = async (seed: number, product: "active-directory" | "openldap", stack: AsyncDisposableStack): Promise<BusyDirectory> => {
  const random = seededRandom(seed);
  const limit = product === "active-directory" ? { mostValues: MOST_VALUES } : {};
  const options = { dialect: product, people: 0, groups: [], pageOrder: "name", dirSyncRoundEntries: 40, ...limit } as const;
  const fake = stack.use(await startFakeDirectory(options));
  const company = openCompany(random, VOCABULARIES[product], fake.baseDn);
  const { journal, done } = { journal: openJournal(), done: { changes: 0, crossed: 0, regrouped: 0 } };
  const make = (changes: readonly Change[]): void => {
    for (const change of changes) "putBack" in change ? fake.putBack(change.putBack) : fake.change(change);
    done.changes += changes.length;
    journal.note(company.present(), Date.now(), Date.now());
    journal.noteNames(company.names());
  };
  make(company.first.map((add) => ({ add })));
  const { baseDn } = company;
  return {
    ...{ product, baseDn, journal, done, live: undefined },
    connection: { primaryHost: fake.host, port: fake.port, bindDn: fake.account.dn, bindPassword: fake.account.password },
    begin: () => {
      fake.beforeSearch = (search) => disturb(search, { random, company, make, done });
    },
    rest: async () => {
      fake.beforeSearch = () => undefined;
    },
    differences: async (model) => {
      if (product === "active-directory") return differences(readDomain(fake.dump(), baseDn), linesOfModel(model));
      return checkDump({ ldif: fake.dump(), baseDn }, model).map(({ what }) => what);
    },
  };
};

interface Disturbing {
  readonly random: Random;
  readonly company: Company;
  readonly make: (changes: readonly Change[]) => void;
  readonly done: Done;
}

/** Before one search is answered. */
const disturb = ({ page, attributes }: HeardSearch, { random, company, make, done }: Disturbing): void => {
  if (page !== undefined && page.number > 1 && random.chance(0.4)) {
    const before = company.places();
    make(random.chance(0.5) ? company.cross(page.from) : company.happens());
    for (const [key, place] of company.places()) {
      const former = before.get(key);
      if (former !== undefined && former < page.from !== place < page.from) done.crossed += 1;
    }
  } else if (attributes.some((name) => /;range=[1-9]/.test(name)) && random.chance(0.15)) {
    make(company.regroup());
    done.regrouped += 1;
  } else if (random.chance(0.2)) for (let left = random.between(1, 3); left > 0; left--) make(company.happens());
};

const SUFFIX = "dc=example,dc=com";
/** Each piece of an answer waits so long: a run lasts long enough for much to happen meanwhile. */
const SLOW_MS = 2;

/** Changes come when they come: OpenLDAP itself decides what they meet. */
const startReal = async (system: RunningSystem, seed: number, stack: AsyncDisposableStack): Promise<BusyDirectory> => {
  const random = seededRandom(seed);
  const company = openCompany(random, VOCABULARIES.slapd, SUFFIX);
  const suffix = { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } };
  const live = await system.startDirectory(`busy-${seed}-${Date.now()}`, writeLdif([suffix, ...company.first]));
  stack.defer(() => live.slapd.stop());
  const wayToLdap = stack.use(await startTcpProxy({ host: "127.0.0.1", port: live.slapd.port }));
  const { journal, done } = { journal: openJournal(), done: { changes: 0, crossed: 0, regrouped: 0 } };
  journal.note(company.present(), Date.now(), Date.now());
  journal.noteNames(company.names());
  const makeSome = async (): Promise<void> => {
    const happen = () => {
      const changes = company.happens();
      journal.noteNames(company.names());
      return { changes, present: company.present() };
    };
    const happened = Array.from({ length: random.between(2, 8) }, happen);
    const changes = happened.flatMap((it) => it.changes) as DirectoryChange[];
    const sinceMs = Date.now();
    if (changes.length > 0) await live.change(...changes);
    for (const { present } of happened) journal.note(present, sinceMs, Date.now());
    done.changes += changes.length;
  };
  let isBusy = true;
  let working: Promise<void> = Promise.resolve();
  const work = async (): Promise<void> => {
    while (isBusy) {
      await makeSome();
      await delay(random.between(0, 60));
    }
  };
  const { baseDn } = company;
  return {
    ...{ product: "slapd", baseDn, journal, done, live },
    connection: {
      ...{ primaryHost: wayToLdap.host, port: wayToLdap.port },
      ...{ bindDn: live.slapd.adminDn, bindPassword: live.slapd.adminPassword },
    },
    begin: () => {
      wayToLdap.set({ kind: "slow", delayMs: SLOW_MS });
      working = work();
      working.catch(() => undefined); // it is awaited when it is told to rest, and throws there
    },
    rest: async () => {
      isBusy = false;
      await working;
      wayToLdap.set({ kind: "pass" });
    },
    differences: async (model) => checkDump({ ldif: await live.slapd.slapcat(), baseDn }, model).map(({ what }) => what),
  };
};
