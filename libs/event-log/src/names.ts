import { STREAM_NAMES, STREAMS, type StreamName } from "@dirstream/contracts";

/** The only place that adds and takes off the namespace. */
export interface Names {
  readonly stream: (stream: StreamName) => string;
  readonly subject: (subject: string) => string;
  /** Takes the namespace off a subject. */
  readonly plain: (subject: string) => string;
  readonly bucket: (bucket: string) => string;
  /** The stream behind a bucket. */
  readonly bucketStream: (bucket: string) => string;
  readonly valueSubject: (bucket: string, key: string) => string;
}

const NAMESPACE = /^[a-z0-9-]{1,20}$/;

export const namesIn = (namespace: string): Names => {
  if (namespace !== "" && !NAMESPACE.test(namespace)) throw new TypeError("A namespace is 1 to 20 of a-z, 0-9 and -");
  const capitals = namespace === "" ? "" : `${namespace.toUpperCase()}_`;
  const prefix = namespace === "" ? "" : `${namespace}.`;
  const bucket = (name: string) => `${capitals}${name}`;
  return {
    stream: (stream) => `${capitals}${STREAMS[stream].name}`,
    subject: (subject) => `${prefix}${subject}`,
    plain: (subject) => (subject.startsWith(prefix) ? subject.slice(prefix.length) : subject),
    bucket,
    bucketStream: (name) => `KV_${bucket(name)}`,
    valueSubject: (name, key) => `$KV.${bucket(name)}.${key}`,
  };
};

/** The stream that stores a subject: their first words tell. */
export const streamOf = (subject: string): StreamName => {
  const [family] = subject.split(".");
  const stream = STREAM_NAMES.find((name) => STREAMS[name].subjects.some((pattern) => pattern.split(".")[0] === family));
  if (stream === undefined) throw new TypeError(`No stream stores ${subject}`);
  return stream;
};
