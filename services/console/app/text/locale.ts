/** The language of every text of the console. Another language would be a folder beside `en` and a choice here. */
export const LANGUAGE = "en";

/** The reader's own, as the browser says. */
const preferred = (): readonly string[] => (typeof navigator === "undefined" ? [] : navigator.languages);

/** Numbers are written as the reader is used to. */
export const numberLocale = (): string => preferred()[0] ?? LANGUAGE;

/** Dates hold words, and these must be of the text's language: the reader's kind of English, or the plainest. */
export const dateLocale = (languages: readonly string[] = preferred()): string =>
  languages.find((language) => language.split("-")[0] === LANGUAGE) ?? "en-GB";

/** IANA name of the zone that the reader's own clock shows. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
