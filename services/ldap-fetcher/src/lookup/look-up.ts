import { type LookupFound, type LookupLine, type LookupRequest, WHOLE_SCOPE } from "@dirstream/contracts";
import type { Filter } from "@dirstream/ldap";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { DirectoryError } from "../directory/errors.ts";
import { placeOf, scopedVendor } from "../directory/scope.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import { openImages } from "../read/entry-image.ts";
import { criteriaOf, filtersIn, judgeEntry } from "./judge-entry.ts";
import { type Attempt, isNamed, readQuestion } from "./read-question.ts";

/** More than that nobody reads: a longer question finds fewer. */
export const MOST_FOUND = 20;

/**
 * Everything of the directory that a question may mean, and whether the connector's scope has it. The directory is to be one that was opened
 * with the whole scope: what is left out is just what is looked for.
 */
export async function* lookUp(directory: Directory, { question, settings }: LookupRequest): AsyncGenerator<LookupLine> {
  const startedAt = performance.now();
  const scope = settings.scope ?? WHOLE_SCOPE;
  const { askedAs, attempts } = readQuestion(question);
  const criteria = criteriaOf(directory.vendor, scope);
  const place = placeOf(settings.baseDn, scope);
  const shown = scopedVendor(directory.vendor, scope);

  const { entries, truncated } = await firstThatFinds(directory, attempts, requestedOf(shown));
  const fits = await fittingIn(directory, entries, filtersIn(criteria));
  const lookOf = openLooks(shown);
  for (const entry of entries) {
    const { dn, id } = entry;
    const judgement = judgeEntry({ dn, fits: fits(id) }, criteria, place);
    yield { line: "found", entryId: id, dn: shortened(dn), ...lookOf(entry, judgement.kind), ...judgement };
  }
  const searched = directory.context ?? settings.baseDn;
  const durationMs = Math.round(performance.now() - startedAt);
  yield { line: "summary", host: directory.host, askedAs, searched, truncated, durationMs };
}

interface Found {
  readonly entries: readonly Entry[];
  readonly truncated: boolean;
}

const firstThatFinds = async (directory: Directory, attempts: readonly Attempt[], attributes: readonly string[]): Promise<Found> => {
  for (const attempt of attempts) {
    const found = await find(directory, attempt, attributes);
    if (found.entries.length > 0) return found;
  }
  return { entries: [], truncated: false };
};

/** One more is asked for than is told, so that it is known whether there are more. */
const find = async (directory: Directory, { filter, only }: Attempt, attributes: readonly string[]): Promise<Found> => {
  const where = only === undefined ? { everywhere: true } : { everywhere: true, below: only };
  const entries: Entry[] = [];
  try {
    for await (const page of directory.read(filter, attributes, { ...where, pageSize: MOST_FOUND + 1 })) {
      entries.push(...page.filter(({ dn }) => only === undefined || isNamed(dn, only)));
      if (entries.length > MOST_FOUND || (only !== undefined && entries.length > 0)) break;
    }
  } catch (error) {
    if (only === undefined || !isNobodys(error)) throw error;
  }
  return { entries: entries.slice(0, MOST_FOUND), truncated: entries.length > MOST_FOUND };
};

/** What servers answer to a DN that nobody bears, that is another server's, that is hidden, or that their schema knows nothing of. */
const NOBODYS: readonly string[] = ["noSuchObject", "referral", "insufficientAccessRights", "invalidDnSyntax"];

const isNobodys = (error: unknown): boolean => error instanceof DirectoryError && NOBODYS.includes(error.code);

/** Asks the server itself which of the filters find which of the entries: by id, and without pages, since the reading before may have been left half-way. */
const fittingIn = async (
  directory: Directory,
  entries: readonly Entry[],
  filters: readonly Filter[],
): Promise<(id: string) => ReadonlySet<Filter>> => {
  const fits = new Map(entries.map(({ id }) => [id, new Set<Filter>()]));
  if (entries.length === 0) return () => new Set();
  for (const filter of filters) {
    for await (const found of directory.readByIds([...fits.keys()], filter, [], { everywhere: true })) {
      for (const { id } of found) fits.get(id)?.add(filter);
    }
  }
  return (id) => fits.get(id) ?? new Set();
};

/** By what people recognise each other. */
const LOOKS = ["cn", "displayName", "givenName", "sn", "uid", "mail", "proxyAddresses", "userPrincipalName", "sAMAccountName"];

/** What is left out of the record is not shown here either. */
const requestedOf = ({ recorded, stateAttributes, whenChangedAttribute }: Vendor): string[] => {
  const looks = LOOKS.filter((name) => recorded.user.has(name) || recorded.group.has(name));
  return [...new Set([...looks, ...stateAttributes, whenChangedAttribute, "objectClass"])];
};

type Look = Pick<LookupFound, "name" | "email" | "state" | "whenChanged" | "objectClasses">;

const openLooks = (vendor: Vendor): ((entry: Entry, kind: LookupFound["kind"]) => Look) => {
  const references = { resolve: ({ dn }: { dn: string }) => ({ dn }), resolveUid: (uid: string) => ({ dn: uid }) };
  const imageOf = openImages({ vendor, references, unlisted: () => [], nowMs: Date.now() });
  return (entry, kind) => {
    const { image, details } = imageOf(entry, kind ?? "user");
    const { profile, whenChanged = null } = details();
    const { displayName, userName, emails = [] } = profile;
    const [mail] = image.attributes.mail ?? [];
    const email = emails.find(({ primary }) => primary)?.value ?? (typeof mail === "string" ? mail : undefined);
    const classes = entry.attributes.find(({ type }) => type.toLowerCase() === "objectclass")?.values ?? [];
    return {
      name: shortened(displayName ?? userName ?? null),
      email: shortened(email ?? null),
      state: image.state === "disabled" ? "disabled" : "active",
      whenChanged,
      objectClasses: classes.map((value) => shortened(value.toString("utf8"))),
    };
  };
};

/** It is read by people: a directory may hold texts without end. */
const LONGEST_SHOWN = 4_096;

const shortened = <Text extends string | null>(text: Text): Text => (text?.slice(0, LONGEST_SHOWN) ?? null) as Text;
