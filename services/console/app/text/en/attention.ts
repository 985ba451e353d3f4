/** Account → Settings: where it is told that a connector needs somebody. */
export const attention = {
  title: "Tell somebody",
  lead: "A connector that has failed, is held, is halted or has missed its runs shows on every page. It can also be told to people and programs; and once more when nobody is needed any longer.",
  emails: {
    label: "E-mail addresses",
    help: "One on each line, ten at most. Each gets a mail of its own, and what happens at once comes in one mail.",
  },
  webhook: {
    label: "Webhook",
    help: "An https URL that takes JSON by POST. It stands in the log and is no secret: every delivery is signed, so that whoever takes it can tell that it is ours.",
    key: "Public key for checking the signatures (Standard Webhooks)",
    keyWhat: "public key",
  },
  labels: { "attention.emails": "E-mail addresses", "attention.webhook": "Webhook" },
  notSetUp: {
    email: (setting: string) =>
      `E-mail is not set up on this installation, so no mail is sent. Whoever runs it sets ${setting} of directory-projector.`,
    webhook: (setting: string) =>
      `Webhooks are not set up on this installation, so nothing is posted. Whoever runs it sets ${setting} of directory-projector.`,
  },
  save: "Save destinations",
  test: {
    button: "Send a test",
    unsaved: "Save first: a test goes to what is saved.",
    nowhere: "Enter somebody to tell, and save.",
    label: "What came of the test",
    delivered: "Arrived",
    notDelivered: "Did not arrive",
  },
  destinations: {
    table: "What was told last",
    columns: { to: "To", told: "Last told", failing: "What does not arrive" },
    never: "nothing yet",
    fine: "–",
    since: "Failing since",
    next: "Next attempt",
  },
} as const;
