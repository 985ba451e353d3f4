import { count, plural } from "../numbers.ts";

export const connectors = {
  title: "Directory Synchronization",
  lead: "Every directory that is synchronised, and how it is doing.",
  connect: "Connect a directory",
  table: "Connectors",
  columns: {
    name: "Connector",
    hosts: "Hosts",
    mode: "Encryption",
    status: "Status",
    lastRun: "Last run",
    nextRun: "Next run",
    actions: "Actions",
  },
  empty: {
    title: "No directory is connected yet",
    text: "Each connector reads one directory three times a day and keeps people and groups up to date here.",
  },
  mode: { strict: "Strict", relaxed: "Relaxed", none: "None" },
  modeNone: "Passwords and entries travel unencrypted.",
  answered: "answered last",
  noSecondary: "No secondary host: while the primary is away, nothing is synchronised.",
  never: "has not run yet",
  notScheduled: "not while disabled",
  syncNow: "Sync now",
  syncNowOf: (name: string) => `Sync now: ${name}`,
  syncFull: "Read everything again",
  requested: "Requested",
  alreadyRunning: "A run is going on.",
  disabledFirst: "This connector is disabled: enable it first.",
  nothingChanged: "nothing changed",
  failed: "failed",
  changes: ({ created, updated, removed }: { created: number; updated: number; removed: number }) =>
    `+${count(created)} ~${count(updated)} −${count(removed)}`,
  changesSpoken: ({ created, updated, removed }: { created: number; updated: number; removed: number }) =>
    `${count(created)} created, ${count(updated)} updated, ${count(removed)} removed`,
  why: {
    held: "Changes wait for your decision.",
    halted: "An event cannot be understood; what is shown is older.",
    disabled: "It is not synchronised until it is enabled.",
    waiting: "Its first run has been requested.",
  },
} as const;

export const connector = {
  tabs: { overview: "Overview", runs: "Runs", holds: "Holds", scope: "Scope", schedule: "Schedule", settings: "Settings" },
  tabsLabel: "Of this connector",
  details: {
    title: "Connection",
    hosts: "Hosts",
    primary: "primary",
    secondary: "secondary",
    mode: "Encryption",
    port: "Port",
    account: "Account we sign in with",
    baseDn: "Domain root",
    environment: "Environment",
    environments: { "on-premises": "On-premises", hybrid: "Hybrid", "g-suite": "G Suite" },
    id: "Connector id",
  },
  schedule: { title: "Synchronisation", next: "Next run", last: "Last run" },
  failed: {
    title: "The last run has failed",
    stays: "It has removed nobody: everybody stays here as before, until a run has succeeded.",
    button: "Look at the settings",
  },
  held: { title: "Changes wait for your decision", button: "Look at what is held" },
  halted: { title: "Halted at an event that cannot be understood" },
} as const;

export const runs = {
  title: "Runs",
  table: "Runs, newest first",
  columns: { started: "Started", status: "Status", mode: "Kind", host: "Host", changes: "Changes", read: "Read", took: "Took" },
  empty: { title: "No run yet", text: "Every run appears here with what it read, what it changed and how long it took." },
  mode: { full: "Full", incremental: "What has changed", apply: "Carry out a decision" },
  filters: { label: "Show", all: "All", changed: "With changes", failed: "Failed" },
  nothingMatches: "No run among those loaded matches.",
} as const;

export const run = {
  title: (when: string) => `Run of ${when}`,
  counts: {
    read: "Read",
    created: "Created",
    updated: "Updated",
    moved: "Moved",
    disabled: "Disabled",
    enabled: "Enabled",
    removed: "Removed",
    restored: "Restored",
  },
  countsTitle: "What it changed",
  facts: {
    title: "The run",
    host: "Host that answered",
    server: "Directory server",
    how: "How it read",
    attempt: "Attempt",
    started: "Started",
    ended: "Ended",
    took: "Took",
    id: "Run id",
  },
  failed: "This run has failed",
  tryAgain: "Try again",
  leftOut: (n: number) => `${plural(n, "approved change was", "approved changes were")} left out, because it no longer held.`,
  held: "This run has held changes back for you to decide.",
  noHost: "none that could be read from",
} as const;

export const live = {
  title: "Running now",
  stages: {
    connecting: "Connecting",
    reading: "Reading",
    comparing: "Comparing",
    removing: "Removing",
    completed: "Completed",
    held: "Completed, with changes held",
    failed: "Failed",
  },
  of: (read: string, expected: string) => `${read} of about ${expected} entries`,
  read: (read: string) => `${read} entries`,
  perSecond: (rate: string) => `${rate}/s`,
  left: (time: string) => `${time} left`,
  changes: "Changes so far",
} as const;
