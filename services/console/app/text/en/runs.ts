import { count, duration, percent, plural } from "../numbers.ts";

/** What happened to an entry, on every page that tells of it. */
export const changeWords = {
  created: "Created",
  updated: "Updated",
  moved: "Moved",
  disabled: "Disabled",
  enabled: "Enabled",
  removed: "Removed",
  restored: "Restored",
  reclassified: "Became of another kind",
} as const;

export const kindWords = { user: "Person", contact: "Contact", group: "Group" } as const;

export const evidenceWords = {
  tombstone: "The directory itself says that it was deleted.",
  absentFromCompleteRead: "A complete and successful read no longer had it.",
  movedOutOfScope: "It was moved to where this connector does not read.",
  connectorRemoved: "Its connector was removed together with what it brought.",
  reclassified: "It goes on as an entry of another kind.",
} as const;

export const causeWords = {
  configuration: "The directory did not change: the connector's settings or our reading of it did.",
} as const;

export const howItRead = {
  full: "It read everything, as asked.",
  apply: "It read nothing: it carried out what had been decided about a hold.",
  by: {
    dirSync: "It read only what Active Directory itself named as changed (DirSync).",
    usnChanged: "It read only what has a newer change number (uSNChanged).",
    sweep: "It went through the names and change marks of all entries, and read those that differ.",
    nothing: "The directory said that nothing has changed since the last run, so nothing was read.",
  },
  notYet: "It finds out how to read.",
  because: {
    noCursor: "It read everything, because no run before had noted how far it had come.",
    holdOpen: "It read everything, because held changes wait for a decision.",
    failedBefore: "It read everything, because the run before it failed while it read changes.",
    configurationChanged: "It read everything, because the connector's settings have changed.",
    mappingChanged: "It read everything, because this version of dirstream records entries in another way than the last completed run.",
    anotherServer: "It read everything, because another directory server answered than before.",
    noMark: "It read everything, because the server does not say how far its changes go.",
    timePassed: "It read everything, because an account has expired, or was to: no change in the directory tells of that.",
    usnRolledBack:
      "It read everything, because the server's change numbers have gone back or were given a second time, as after a snapshot of it was put back.",
    cursorDamaged: "It read everything, because what was noted of the last run is damaged.",
    cursorTooOld: "It read everything, because the last run is longer ago than the directory remembers deletions.",
    cursorRefused: "It read everything, because the directory did not accept what was noted of the last run.",
    nothingOffered: "It read everything, because this server offers no way to ask for changes alone.",
    tooManyChanges: "It read everything, because so much has changed that this is quicker.",
  },
  removals: {
    increment: "Deletions were seen as well.",
    full: "The account we use may not see deleted objects, so only a full run finds what was removed.",
  },
} as const;

export const stageLine = {
  title: "Stages",
  connect: "Connected and compared",
  read: "Read",
  append: "Recorded",
  total: "In all",
  share: (part: number, whole: number) => (whole === 0 ? "" : percent(part / whole)),
} as const;

export const latency = {
  title: "From the directory to here",
  changed: "Changed in the directory",
  requested: "Run requested",
  started: "Reading began",
  completed: "Recorded",
  visible: "Visible here",
  unknown: "not known",
  after: (ms: number) => `after ${duration(ms)}`,
  noChange: "nothing changed",
  whole: (ms: number) => `The last change was visible here ${duration(ms)} after it was made.`,
  own: (ms: number) => `What the run found was visible here ${duration(ms)} after reading began.`,
} as const;

export const changes = {
  title: "What changed",
  table: "Changed entries, in the order in which they were recorded",
  columns: { change: "Change", who: "Who", what: "What" },
  search: "Search by name, e-mail or DN",
  all: "All",
  kinds: { all: "Everybody", user: "People", contact: "Contacts", group: "Groups" },
  kindLabel: "Kind of entry",
  filterLabel: "Change",
  allChanges: "All changes",
  export: "Export",
  csv: "CSV, for a spreadsheet",
  ndjson: "NDJSON, for programs",
  searching: "Searching the run",
  more: (seen: string) => `${seen} shown`,
  none: { title: "This run changed nothing", text: "Everything it read was as it is recorded here." },
  noneFailed: { title: "This run recorded no change", text: "It failed before: whatever is here stays as it was." },
  noneYet: { title: "No change yet", text: "They appear here while the run goes on." },
  noMatch: { title: "No change matches", text: "Search for something else, or show all changes." },
  showAll: "Show all changes",
  diff: (who: string) => `Before and after: ${who}`,
  open: (who: string) => `Show what changed: ${who}`,
  nameless: "Unnamed",
  entry: "All about this entry",
  removedNow: "It is no longer here.",
  createdNow: "It is new here, with everything the directory had of it.",
  restoredNow: "It is back, with everything the directory had of it.",
  attributes: (names: readonly string[]) =>
    names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`,
  members: (added: number, removed: number) =>
    [added > 0 ? `${plural(added, "member", "members")} came` : "", removed > 0 ? `${plural(removed, "member", "members")} left` : ""]
      .filter((part) => part !== "")
      .join(", "),
  sameMembers: "How some of its members are referred to has changed, not who they are.",
  sameValues: "Nothing that is recorded of it has another value.",
  came: "Came into the group",
  left: "Left the group",
  andMore: (n: number) => `and ${count(n)} more`,
  showMore: (n: number) => `Show ${count(n)} more`,
  unreadable: "This event cannot be shown",
  nobody: "Unknown entry",
} as const;

export const charts = {
  title: "Over time",
  period: "Period",
  periods: { week: "7 days", month: "30 days", quarter: "90 days", year: "A year" },
  entries: "People and groups",
  people: "People and contacts",
  groups: "Groups",
  changes: "Changes per run",
  created: "Created",
  updated: "Updated",
  removed: "Removed",
  latency: "From change to visible",
  waited: "Until read",
  reading: "Read and recorded",
  showing: "Until visible",
  inUnit: (value: number, unit: string) => `${Number(value.toFixed(2))} ${unit}`,
  asTable: "Show the numbers",
  asChart: "Show the chart",
  run: "Run",
  numbersOf: (chart: string) => `Numbers: ${chart}`,
  none: { title: "No run in this time", text: "The charts begin with the first run that ends. Choose a longer time to look further back." },
  noChanges: "No run in this time changed anything.",
  few: (n: number) => `${plural(n, "run", "runs")} so far; with a few more this becomes a line.`,
  noLatency: "No run in this time has noted when what it found became visible.",
  newest: (n: number, all: number) => `The newest ${count(n)} of ${count(all)} runs.`,
  onlyChanged: "Runs that changed something.",
} as const;
