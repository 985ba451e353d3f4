/** What stands around the fields of a connector's settings. */
export const form = {
  save: "Save",
  saved: "Saved.",
  discard: "Discard",
  unchanged: "Nothing has been changed.",
  errors: "This could not be saved",
  meanwhile: {
    title: "Somebody else has changed this connector",
    text: "What you have typed is still in the fields. This is what was changed; look at it, then save again.",
    refused: "Your change was not saved, so that nobody's is lost.",
    nothingHere: "None of the fields on this part of the page was changed. Save again.",
  },
  leave: {
    title: "Leave without saving?",
    text: "What you have changed on this page is not saved.",
    stay: "Stay",
    leave: "Leave",
  },
  yes: "yes",
  no: "no",
} as const;
