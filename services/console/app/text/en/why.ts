const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const on = (day: string | undefined): string => (day === undefined ? "" : ` on ${day}`);

export const why = {
  title: "Why is … not here?",
  lead: "Asked of the directory as it is now, and compared with what was synchronised.",
  question: "Who is missing?",
  questionHelp: "An e-mail address, a name, a user name or a DN.",
  questionNeeded: "Say who is missing: an e-mail address, a name, a user name or a DN.",
  connector: "Connector",
  allConnectors: "All connectors",
  ask: "Ask the directory",
  /** On the lists of people and groups, where nobody was found. */
  askWhy: "Ask the directory why",
  answers: "What the directories say",
  viewer: (reason: string) =>
    `Every question is asked of the directory itself. ${reason} What was synchronised you find under People and Groups.`,
  refused: "There is no answer",
  asked: (took: string) => `Asked in ${took} at`,
  truncated: "There are more that fit. Ask for more of the name, or for the e-mail address.",
  empty: {
    title: "Ask for somebody you miss",
    text: "You learn what the directory has of that name, and what keeps it from being here. For example:",
    examples: [
      ["anna.smith@example.com", "Under OU=Leavers,DC=example,DC=com, which this connector leaves out."],
      ["Peter Jones", "In scope, but disabled in the directory since 3 May 2026."],
    ],
  },
  noConnector: {
    title: "There is no directory to ask",
    text: "Connect one first; then you can ask it why somebody is not here.",
    button: "Connect a directory",
  },
  facts: {
    name: "Name",
    email: "E-mail",
    dn: "DN",
    inDirectory: "In the directory",
    here: "Here",
    notHere: "Not recorded",
    hold: "Kept by",
    keptBy: { question: "an open hold", decision: "a decision to keep it" },
    change: "What would change it",
  },
  toScope: "Go to the scope",
  toConnector: "Go to the connector",
  recordedLike: "Recorded of such a name",
  nothingRecorded: "Nothing of such a name was ever recorded here either.",
  moreRecorded: "There are more of such a name.",
} as const;

/** A hold that is open, or that somebody has rejected. */
type KeptBy = keyof typeof why.facts.keptBy;
const keptWords = { question: "an open hold keeps it", decision: "it was decided to keep it" } satisfies Record<KeptBy, string>;

/** The answer in one sentence, put together from these. */
export const sentences = {
  notFound: (searched: string) => `Not found under ${searched} as the account we use sees it.`,

  here: (name: string) => `Here, as ${name}.`,
  hereRenamed: (name: string, former: string, day: string) => `Here, as ${name} (was ${former} until ${day}).`,
  comes: "In scope, but not here yet: the next synchronisation brings it.",
  comesDisabled: "In scope, but disabled in the directory, and not here yet: the next synchronisation brings it.",
  comesBack: (day: string) => `In scope, but removed here on ${day}: the next synchronisation brings it back.`,
  enabledAgain: "Enabled again in the directory, but still disabled here: the next synchronisation enables it.",
  disabledSince: (day: string) => `In scope, but disabled in the directory since ${day}.`,
  cameDisabled: (day: string) => `In scope, but disabled in the directory since before it came here on ${day}.`,
  disabledLongAgo: "In scope, but disabled in the directory since before what is recorded.",
  stillActive: (day: string | undefined, kept: KeptBy | undefined) =>
    `In scope, but disabled in the directory${day === undefined ? "" : ` (changed there on ${day})`}, and still active here${kept === undefined ? " until the next synchronisation." : `: ${keptWords[kept]} so.`}`,

  leftOut: (reasons: readonly string[]) => `${upper(reasons.join("; "))}.`,
  reasons: {
    outsideBases: (baseDns: readonly string[]) => `not under ${baseDns.join(" or ")}, which is what this connector reads`,
    excluded: (container: string) => `under ${container}, which this connector leaves out`,
    otherKind: (objectClasses: readonly string[]) =>
      `neither person nor group as this connector understands it (objectClass ${objectClasses.join(", ")})`,
    filter: (filter: string) => `does not match the connector's filter ${filter}`,
    otherDomain: (domains: readonly string[]) => `in another e-mail domain than those that are synchronised (${domains.join(", ")})`,
    noDomain: (domains: readonly string[]) => `without an e-mail address in ${domains.join(" or ")}`,
    unknown: "left out for a reason that this console does not know",
  },
  removedHere: (day: string) => `Removed here on ${day}.`,
  stillHere: (name: string, kept: KeptBy | undefined) =>
    `Still here, as ${name}: ${kept === undefined ? "the next synchronisation removes it" : keptWords[kept]}.`,

  recorded: (name: string) => `Here, as ${name}. Ask with its DN to learn what the directory says now.`,
  recordedKept: (name: string, kept: KeptBy) => `Still here, as ${name}: ${keptWords[kept]}.`,
  recordedRemoved: (day: string | undefined, why: string | undefined) =>
    `Removed here${on(day)}${why === undefined ? "" : `, because ${why}`}.`,
  removedBecause: {
    tombstone: "it was deleted in the directory",
    absentFromCompleteRead: "it was no longer in the directory",
    movedOutOfScope: "it had left what the connector reads",
    connectorRemoved: "the connector was removed with its entries",
    reclassified: "it had become another kind of entry",
  },
} as const;

export const remedies = {
  outsideBases: "Add a base DN that it lies under, or move it in the directory.",
  excluded: (container: string) => `Take ${container} from the excluded units, or move it in the directory.`,
  otherKind: "No setting does: only people, contacts and groups are synchronised.",
  filter: "Change the filter, or the entry so that it matches.",
  emailDomains: "Add its e-mail domain, or give it an address in one of those.",
  enable: "Enable it in the directory; the next synchronisation follows.",
  nextRun: "The next synchronisation. You can start one now.",
  decideHold: "A decision about the open hold.",
  decided: "Nothing does by itself: it was decided to keep it as it is. It follows the directory again when it is there again.",
  notFound: "Check the spelling, or ask by another name. If it is there, the account we use may not be allowed to read it.",
} as const;
