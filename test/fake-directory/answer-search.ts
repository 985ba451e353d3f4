import { invocationIdOf } from "./active-directory.ts";
import { element, elements, integer, numberOf, octets, SEQUENCE } from "./ber.ts";
import type { Server } from "./dialect.ts";
import { DIR_SYNC, dirSyncRound, readDirSync, usnOfCookie } from "./dir-sync.ts";
import type { Entry } from "./entry.ts";
import type { Faults, Stage } from "./faults.ts";
import { filterText } from "./filter.ts";
import { findBase, findEntries, findPlaced, type PageOrder, type Wanted } from "./find-entries.ts";
import type { Heard, HeardPage, HeardSearch } from "./heard.ts";
import { hostileAnswer } from "./hostile-answers.ts";
import { entryMessage, type Request, type Result, referenceMessage, resultMessage, SEARCH_DONE, type SearchRequest } from "./messages.ts";
import { type ExtendedDn, nameOf, shownAttributes } from "./show-entry.ts";
import type { Tree } from "./tree.ts";

const PAGED = "1.2.840.113556.1.4.319";
const SHOW_DELETED = "1.2.840.113556.1.4.417";
const EXTENDED_DN = "1.2.840.113556.1.4.529";

export interface SearchContext {
  readonly tree: Tree;
  readonly server: Server;
  readonly heard: Heard;
  readonly faults: () => Faults;
  readonly connection: number;
  readonly isEncrypted: boolean;
  readonly isAnonymous: boolean;
  readonly dirSyncRoundEntries: number;
  readonly tombstonesVisible: boolean;
  readonly pageOrder: PageOrder;
  readonly beforeSearch: (search: HeardSearch) => void;
}

/** Bytes to say, or a stage that has been reached. */
export type Step = Buffer | { readonly reached: Stage };

type Asked = Extract<Request, { kind: "search" }>;
type Failed = Result & { readonly failed: true };

/** Everything that is said to one search, the result last. */
export function* answerSearch(asked: Asked, context: SearchContext): Generator<Step> {
  const { id, search } = asked;
  const { tree, server } = context;
  const heard = noteSearch(asked, context);
  context.beforeSearch(heard);
  const elsewhere = search.scope === "base" ? elsewhereEntry(search, tree, server) : undefined;
  if (elsewhere !== undefined) {
    yield entryMessage(id, search.baseDn, elsewhere);
    yield resultMessage(id, SEARCH_DONE, { code: 0 });
    return;
  }
  const prepared = prepare(asked, context);
  if ("failed" in prepared) {
    yield resultMessage(id, SEARCH_DONE, prepared);
    return;
  }
  const { references = [] } = context.faults();
  if (search.scope !== "base" && references.length > 0) yield referenceMessage(id, references);
  if (heard.dirSyncCookie !== undefined) yield* answerDirSync(asked, prepared, context);
  else if (heard.page !== undefined) yield* answerPage(asked, prepared, heard, context);
  else yield* answerAtOnce(asked, prepared, context);
}

interface Prepared extends Wanted {
  readonly extendedDn: ExtendedDn;
}

const controlOf = ({ controls }: Pick<Request, "controls">, oid: string) => controls.find((it) => it.oid === oid);

const prepare = (asked: Asked, { tree, isAnonymous, faults, tombstonesVisible }: SearchContext): Prepared | Failed => {
  const { dialect } = tree;
  const failed = (code: number, diagnostic: string): Failed => ({ failed: true, code, diagnostic });
  const isActiveDirectory = dialect.name === "active-directory";
  if (isAnonymous && isActiveDirectory) return failed(1, "000004DC: LdapErr: DSID-0C090A5C, comment: a successful bind must be completed");
  const known = isActiveDirectory ? [PAGED, SHOW_DELETED, EXTENDED_DN, DIR_SYNC] : [PAGED];
  const unknown = asked.controls.find(({ oid, critical }) => critical && !known.includes(oid));
  if (unknown !== undefined) return failed(12, `control ${unknown.oid} is not known`);
  const showDeleted = controlOf(asked, SHOW_DELETED) !== undefined && tombstonesVisible;
  const base = findBase(tree, asked.search.baseDn);
  const isHidden = base?.isDeleted === true && !showDeleted;
  if (base === undefined || isHidden) return failed(32, "0000208D: NameErr: DSID-03100245, problem 2001 (NO_OBJECT)");
  const { scope, filter } = asked.search;
  const finds: Wanted["filter"] = faults().findsNothing === true && scope !== "base" ? { kind: "or", filters: [] } : filter;
  return { base, scope, filter: finds, showDeleted, extendedDn: extendedDnOf(asked) };
};

const extendedDnOf = (asked: Asked): ExtendedDn => {
  const control = controlOf(asked, EXTENDED_DN);
  if (control === undefined) return undefined;
  const [sequence] = control.value === undefined ? [] : elements(control.value);
  const [flag] = sequence === undefined ? [] : elements(sequence.content);
  return flag !== undefined && numberOf(flag) === 1 ? "text" : "bytes";
};

const elsewhereEntry = ({ baseDn, attributes }: SearchRequest, tree: Tree, server: Server) => {
  const values = baseDn === "" ? tree.dialect.rootDse(tree, server) : tree.dialect.elsewhere(baseDn, server);
  if (values === undefined) return undefined;
  const isAsked = (name: string) =>
    attributes.length === 0 || attributes.some((it) => it === "*" || it === "+" || it.toLowerCase() === name.toLowerCase());
  return Object.entries(values)
    .filter(([name]) => isAsked(name))
    .map(([type, all]) => ({ type, values: [all].flat().map((value) => Buffer.from(value as string)) }));
};

const messageOf = (entry: Entry, { id, search }: Asked, { extendedDn }: Prepared, { tree, faults }: SearchContext): Buffer => {
  const showing = { tree, extendedDn };
  const { hides, hidesBelowOnly = false } = faults();
  const isShown = (type: string) => type.toLowerCase() !== hides || (hidesBelowOnly && search.scope === "base");
  const attributes = shownAttributes(entry, search.attributes, showing).filter(({ type }) => isShown(type));
  return entryMessage(id, nameOf(entry, showing), attributes);
};

/** Without pages: not more than one page holds (MS-ADTS 3.1.1.3.4.6, MaxPageSize), nor than the client wants. */
function* answerAtOnce(asked: Asked, prepared: Prepared, context: SearchContext): Generator<Step> {
  const limits = [asked.search.sizeLimit, context.tree.dialect.mostPerPage].filter((limit) => limit > 0);
  let left = Math.min(Number.POSITIVE_INFINITY, ...limits);
  for (const entry of findEntries(context.tree, prepared)) {
    if (left-- === 0) return yield resultMessage(asked.id, SEARCH_DONE, { code: 4 });
    yield messageOf(entry, asked, prepared, context);
  }
  yield resultMessage(asked.id, SEARCH_DONE, { code: 0 });
}

function* answerPage(asked: Asked, prepared: Prepared, heard: HeardSearch, context: SearchContext): Generator<Step> {
  const { id } = asked;
  const { tree, faults } = context;
  const page = heard.page as HeardPage;
  if (!isOurs(page.cookie, heard, context)) {
    context.heard.foreignCookies.push(page.cookie);
    return yield resultMessage(id, SEARCH_DONE, { code: 53, diagnostic: "this cookie was not given on this connection" });
  }
  const fault = faults();
  const isMeant = page.number === (fault.atPage ?? 1) && fault.ofSearch?.(heard) !== false;
  const size = Math.min(page.size || Number.POSITIVE_INFINITY, tree.dialect.mostPerPage || Number.POSITIVE_INFINITY);
  const entries: Entry[] = [];
  let next: string | undefined;
  for (const { entry, place } of findPlaced(tree, prepared, page.from, context.pageOrder)) {
    if (entries.length === (isMeant && fault.emptyPage === true ? 0 : size)) {
      next = place;
      break;
    }
    entries.push(entry);
  }
  if (isMeant) yield { reached: "firstEntry" };
  if (isMeant && fault.hostile !== undefined && fault.hostile !== "endlessPages")
    yield* hostileAnswer(fault.hostile, id, tree.dialect.suffix);
  const half = Math.ceil(entries.length / 2);
  for (const [index, entry] of entries.entries()) {
    if (isMeant && index === half) {
      yield { reached: "midPage" };
      if (fault.pageResult !== undefined) break;
    }
    yield messageOf(entry, asked, prepared, context);
  }
  if (isMeant) yield { reached: "pageEnd" };
  if (isMeant && fault.pageResult !== undefined) return yield resultMessage(id, SEARCH_DONE, fault.pageResult);
  if (fault.hostile === "endlessPages") next = page.from;
  yield resultMessage(id, SEARCH_DONE, {
    code: 0,
    controls: [{ oid: PAGED, value: pagedValue(cookieFor(next, page.number, heard, context)) }],
  });
}

const pagedValue = (cookie: string): Buffer => element(SEQUENCE, integer(0), octets(cookie));

/** Says whose it is, for which search, and where to go on: what a cookie of another server or connection cannot say. */
const cookieFor = (next: string | undefined, page: number, heard: HeardSearch, context: SearchContext): string =>
  next === undefined ? "" : `${ownership(heard, context)}|${page + 1}|${Buffer.from(next).toString("hex")}`;

const ownership = ({ connection, baseDn, filter }: HeardSearch, { server }: SearchContext): string =>
  `${server.name}|${server.invocation}|${connection}|${baseDn}|${filter}`;

const isOurs = (cookie: string, heard: HeardSearch, context: SearchContext): boolean =>
  cookie === "" || cookie.startsWith(`${ownership(heard, context)}|`);

function* answerDirSync(asked: Asked, prepared: Prepared, context: SearchContext): Generator<Step> {
  const { tree, server, dirSyncRoundEntries: mostEntries, tombstonesVisible } = context;
  const done = (result: Result) => resultMessage(asked.id, SEARCH_DONE, result);
  const invocationId = invocationIdOf(server);
  const request = readDirSync(controlOf(asked, DIR_SYNC)?.value ?? Buffer.alloc(0));
  // The whole naming context, or nothing; an ordinary account without ObjectSecurity may not.
  if (prepared.base.at !== 0) return yield done(request.isObjectSecurity ? { code: 53 } : { code: 50 });
  if (controlOf(asked, PAGED) !== undefined) return yield done({ code: 1 });
  const { cookieResult } = context.faults();
  if (request.cookie.length > 0 && cookieResult !== undefined) return yield done(cookieResult);
  const afterUsn = usnOfCookie(request.cookie, invocationId);
  if (afterUsn === undefined) return yield done({ code: 12, diagnostic: "00000057: the cookie is none" });
  const { filter, extendedDn } = prepared;
  const { attributes } = asked.search;
  const round = dirSyncRound({ tree, filter, extendedDn, attributes, request, afterUsn, invocationId, mostEntries, tombstonesVisible });
  for (const entry of round.entries) yield entryMessage(asked.id, entry.dn, entry.attributes);
  yield done({ code: 0, controls: [round.control] });
}

const noteSearch = (asked: Asked, { heard, connection, isEncrypted }: SearchContext): HeardSearch => {
  const { baseDn, scope, attributes, filter } = asked.search;
  const paged = controlOf(asked, PAGED)?.value;
  const dirSync = controlOf(asked, DIR_SYNC)?.value;
  const noted: HeardSearch = {
    ...{ connection, isEncrypted, baseDn, scope, attributes, filter: filterText(filter), controls: asked.controls },
    ...(paged !== undefined && { page: pageOf(paged) }),
    ...(dirSync !== undefined && { dirSyncCookie: readDirSync(dirSync).cookie.toString("hex") }),
  };
  heard.searches.push(noted);
  return noted;
};

const pageOf = (value: Buffer): HeardPage => {
  const [size, cookie] = elements(elements(value)[0]?.content ?? Buffer.alloc(0));
  const text = cookie?.content.toString() ?? "";
  const [page = "1", place = ""] = text === "" ? [] : text.split("|").slice(-2);
  return { number: Number(page), size: size === undefined ? 0 : numberOf(size), cookie: text, from: Buffer.from(place, "hex").toString() };
};
