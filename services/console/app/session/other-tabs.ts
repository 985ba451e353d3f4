const NAME = "dirstream.session";

/** The tabs of one browser have one session: those that wait for it go on. */
export const tellOtherTabs = (): void => {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage("signed in");
  channel.close();
};

/** Also when somebody comes back to this tab: the message may have been missed while the tab slept. */
export const onSignInElsewhere = (look: () => void): (() => void) => {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", look);
  window.addEventListener("focus", look);
  return () => {
    channel.close();
    window.removeEventListener("focus", look);
  };
};
