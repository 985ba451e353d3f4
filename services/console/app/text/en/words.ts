/** Words that stand on every page. */
export const words = {
  product: "dirstream",
  loading: "Loading",
  tryAgain: "Try again",
  copy: "Copy",
  copied: "Copied",
  copyOf: (what: string) => `Copy ${what}`,
  cancel: "Cancel",
  close: "Close",
  clear: "Clear",
  details: "Details",
  none: "none",
  empty: "—",
  showMore: "Show more",
  before: "Before",
  after: "After",
  field: "Field",
  nothing: "nothing",
  reason: "Reason",
  reasonNeeded: "Say why: it is recorded with your decision.",
  typeToConfirm: (phrase: string) => `Type ${phrase} to confirm`,
  typedOther: (phrase: string) => `That is not ${phrase}.`,
  needsRole: (role: string, own: string) => `This needs the role ${role}; yours here is ${own}.`,
  yourTime: (time: string) => `${time} your time`,
  hiddenCharacter: (code: string) => `hidden character ${code}`,
  descending: "sorted, largest first",
  rows: (count: string) => `${count} rows`,
} as const;

export const statusWords = {
  healthy: "Healthy",
  running: "Running",
  held: "Held",
  failed: "Failed",
  disabled: "Disabled",
  waiting: "Waiting for its first run",
  halted: "Halted",
  completed: "Completed",
  requested: "Requested",
} as const;

/** What stands between a status and its time: a run has succeeded or failed at it, the others last since then. */
export const statusTimes = {
  healthy: "as of",
  running: "since",
  held: "since",
  failed: "at",
  disabled: "since",
  waiting: "since",
  halted: "since",
  completed: "at",
  requested: "at",
} as const;

export const problemWords = {
  title: "This could not be shown",
  stale: "What you see is from before: ",
  unforeseen: "The console has made a mistake. Reload the page; what is stored is not affected.",
  reload: "Reload the page",
  notFound: {
    title: "There is nothing here",
    text: "The address is wrong, what it named was removed, or your account does not reach it.",
    home: "Go to your connectors",
  },
  denied: {
    title: "You may not see this",
    text: (needs: string, own: string) =>
      `It needs the role ${needs}; yours in this account is ${own}. Ask an administrator of the account.`,
    noAccount: {
      title: "No account is open to you",
      text: "You are signed in, but nobody has given you access to an account yet. Ask whoever administers dirstream, and give them the name below.",
    },
  },
} as const;
