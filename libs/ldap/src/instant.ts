const NEVER = 0x7fff_ffff_ffff_ffffn;
const TICKS_PER_MS = 10_000n;
/** Milliseconds from 1601-01-01, where FILETIME begins, to 1970-01-01. */
const EPOCH_DIFFERENCE_MS = 11_644_473_600_000n;
const LATEST_MS = 8_640_000_000_000_000n;

/**
 * Active Directory's Integer8 times (accountExpires, pwdLastSet: 100 ns since 1601) as an ISO 8601 instant.
 * 0 and 2^63 - 1 mean "never" and give null, as does what is no time at all.
 */
export const instantOfFiletime = (text: string): string | null => {
  if (!/^-?\d{1,20}$/.test(text)) return null;
  const ticks = BigInt(text);
  if (ticks <= 0n || ticks >= NEVER) return null;
  const ms = ticks / TICKS_PER_MS - EPOCH_DIFFERENCE_MS;
  return ms > LATEST_MS ? null : new Date(Number(ms)).toISOString();
};

const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})?)?(?:[.,](\d+))?(?:Z|([+-])(\d{2})(\d{2})?)$/;

/** GeneralizedTime (RFC 4517 section 3.3.13), such as `20260801093015.5Z`, as an ISO 8601 instant; null when it is none. */
export const instantOfGeneralizedTime = (text: string): string | null => {
  if (isPlain(text))
    return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12, 14)}.000Z`;
  const match = GENERALIZED_TIME.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (year === undefined || month === undefined || day === undefined || hour === undefined) return null;
  if (hour > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return null;
  const whole = new Date(0);
  whole.setUTCFullYear(year, month - 1, day);
  if (whole.getUTCMonth() !== month - 1 || whole.getUTCDate() !== day) return null;
  // A fraction counts the smallest unit that is given: of an hour, a minute or a second.
  const unitMs = minute === undefined ? 3_600_000 : second === undefined ? 60_000 : 1_000;
  const fractionMs = match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * unitMs);
  const offsetMinutes = match[8] === undefined ? 0 : Number(`${match[8]}1`) * (Number(match[9]) * 60 + Number(match[10] ?? 0));
  const clock = ((hour * 60 + (minute ?? 0) - offsetMinutes) * 60 + (second ?? 0)) * 1_000;
  return new Date(whole.getTime() + clock + fractionMs).toISOString();
};

/** A day that its month has in every year. */
const DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31";
const PLAIN = new RegExp(`^\\d{4}(?:${DAY})(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d(?:\\.0)?Z$`);

/** As servers write every change of every entry; for the 29th of February the calendar is asked. */
const isPlain = (text: string): boolean => PLAIN.test(text);
