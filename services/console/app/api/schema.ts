// Written by services/console/generate-api.ts from the services' own descriptions. Do not edit.
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts that the caller may see */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                id: string;
                                /** @enum {string} */
                                region: "europe" | "north-america" | "south-africa" | "australia";
                                /** @description IANA time zone of its schedules */
                                zone: string;
                                /** @description Where it is told that a connector needs somebody */
                                attention: {
                                    emails: string[];
                                    webhook: string | null;
                                };
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            region: "europe" | "north-america" | "south-africa" | "australia";
                            /** @description IANA time zone of its schedules */
                            zone: string;
                            /** @description Where it is told that a connector needs somebody */
                            attention: {
                                emails: string[];
                                webhook: string | null;
                            };
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        /** Registers an account, or changes its region or zone */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Where the account is held
                         * @enum {string}
                         */
                        region: "europe" | "north-america" | "south-africa" | "australia";
                        /** @description Another zone than the region's, for the times of day at which connectors are synchronised */
                        zone?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            /** @enum {string} */
                            region: "europe" | "north-america" | "south-africa" | "australia";
                            zone: string;
                            attention: {
                                emails: string[];
                                webhook: string | null;
                            };
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes where an account is told that a connector needs somebody */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Where it is told that a connector needs somebody; null: nowhere */
                        attention: {
                            /** @description Plain addresses; each gets a mail of its own */
                            emails?: string[];
                            /** @description An https URL without user and password. It stands in the log and is no secret: every delivery is signed. */
                            webhook?: string | null;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            /** @enum {string} */
                            region: "europe" | "north-america" | "south-africa" | "australia";
                            zone: string;
                            attention: {
                                emails: string[];
                                webhook: string | null;
                            };
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/accounts/{account}/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connectors that need somebody: halted, failed, held or stale ones, by name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                connectorId: string;
                                connectorName: string;
                                /**
                                 * @description stale: two of its slots and an hour have passed since it last completed a run; the worst of what applies
                                 * @enum {string}
                                 */
                                kind: "halted" | "failed" | "held" | "stale";
                                /** @description Of a stale one, when the first run was due that did not complete */
                                since: string | null;
                                /** @description Of a failure: a word for programs */
                                code: string | null;
                                holdId: string | null;
                                /** @description What is the matter, for people */
                                sentence: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/attention/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where it is told that a connector needs somebody: what was told last, and what does not arrive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            email: {
                                isSetUp: boolean;
                                /** @description Which setting of directory-projector sets it up */
                                setting: string;
                            };
                            webhook: {
                                isSetUp: boolean;
                                setting: string;
                                /** @description whpk_…: each delivery is signed by each of them, as Standard Webhooks has it */
                                publicKeys: string[];
                            };
                            destinations: {
                                /** @enum {string} */
                                kind: "email" | "webhook";
                                to: string;
                                lastToldAt: string | null;
                                /** @description It has not taken what it was told last */
                                failing: {
                                    since: string;
                                    because: string;
                                    /** @description When it is tried again */
                                    nextAt: string;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/attention/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test to where the account is told that a connector needs somebody, and says what came of it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            destinations: {
                                /** @enum {string} */
                                kind: "email" | "webhook";
                                to: string;
                                delivered: boolean;
                                /** @description What the other side said, for people */
                                sentence: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connection-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tests the connection to a directory before anything is saved */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode: "strict" | "relaxed" | "none";
                        port: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description The stages of each host, in order. With Accept: application/x-ndjson each stage is a line, as soon as it is decided, and the outcome the last. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description The worst of the stages
                             * @enum {string}
                             */
                            outcome: "passed" | "warning" | "confirm" | "failed";
                            stages: ({
                                host: string;
                                /** @enum {string} */
                                role: "primary" | "secondary";
                                /** @enum {string} */
                                stage: "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "account" | "changes";
                                /** @enum {string} */
                                outcome: "passed" | "warning" | "confirm" | "failed" | "notApplicable" | "notReached";
                                durationMs: number;
                                code: string | null;
                                message: string;
                                advice: string | null;
                                addresses?: string[];
                                address?: string;
                                localAddress?: string;
                                certificate?: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256?: string;
                                    pem?: string;
                                    trusted: boolean;
                                    distrust: string | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                pinned?: ({
                                    keySha256: string;
                                    /** @enum {string} */
                                    of: "primary" | "secondary";
                                    certificate?: {
                                        subject: string;
                                        issuer: string;
                                        names: string[];
                                        /** Format: date-time */
                                        validFrom: string;
                                        /** Format: date-time */
                                        validTo: string;
                                        keyType: string;
                                        keySha256: string;
                                        sha256: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                found?: ({
                                    /** @enum {string} */
                                    kind: "user" | "group" | "contact";
                                    count: number;
                                    more: boolean;
                                    sample: ({
                                        name: string;
                                        mail: string | null;
                                        /** @enum {string} */
                                        state: "active" | "disabled";
                                        dn: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                } & {
                                    [key: string]: unknown;
                                })[];
                                account?: {
                                    passwordNeverExpires: boolean | null;
                                    passwordExpires: string | null;
                                    accountExpires: string | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                tracking?: {
                                    /** @enum {string} */
                                    vendor: "active-directory" | "openldap" | "generic";
                                    product: string | null;
                                    /** @enum {string} */
                                    way: "dirSync" | "usnChanged" | "sweep" | "fullRead";
                                    mark: ("highestCommittedUSN" | "contextCSN") | null;
                                    tombstones: boolean | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                        "application/x-ndjson": ({
                            host: string;
                            /** @enum {string} */
                            role: "primary" | "secondary";
                            /** @enum {string} */
                            stage: "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "account" | "changes";
                            /** @enum {string} */
                            outcome: "passed" | "warning" | "confirm" | "failed" | "notApplicable" | "notReached";
                            durationMs: number;
                            code: string | null;
                            message: string;
                            advice: string | null;
                            addresses?: string[];
                            address?: string;
                            localAddress?: string;
                            certificate?: {
                                subject: string;
                                issuer: string;
                                names: string[];
                                /** Format: date-time */
                                validFrom: string;
                                /** Format: date-time */
                                validTo: string;
                                keyType: string;
                                keySha256: string;
                                sha256?: string;
                                pem?: string;
                                trusted: boolean;
                                distrust: string | null;
                            } & {
                                [key: string]: unknown;
                            };
                            pinned?: ({
                                keySha256: string;
                                /** @enum {string} */
                                of: "primary" | "secondary";
                                certificate?: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256: string;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            found?: ({
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                count: number;
                                more: boolean;
                                sample: ({
                                    name: string;
                                    mail: string | null;
                                    /** @enum {string} */
                                    state: "active" | "disabled";
                                    dn: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                            } & {
                                [key: string]: unknown;
                            })[];
                            account?: {
                                passwordNeverExpires: boolean | null;
                                passwordExpires: string | null;
                                accountExpires: string | null;
                            } & {
                                [key: string]: unknown;
                            };
                            tracking?: {
                                /** @enum {string} */
                                vendor: "active-directory" | "openldap" | "generic";
                                product: string | null;
                                /** @enum {string} */
                                way: "dirSync" | "usnChanged" | "sweep" | "fullRead";
                                mark: ("highestCommittedUSN" | "contextCSN") | null;
                                tombstones: boolean | null;
                            } & {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /**
                             * @description The worst of the stages
                             * @enum {string}
                             */
                            outcome: "passed" | "warning" | "confirm" | "failed";
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connectors of an account by name */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                connectorId: string;
                                name: string;
                                /** @enum {string} */
                                environment: "on-premises" | "hybrid" | "g-suite";
                                primaryHost: string;
                                secondaryHost: string | null;
                                port: number;
                                /** @enum {string} */
                                encryptionMode: "strict" | "relaxed" | "none";
                                startTls: boolean;
                                certificateAuthority: string | null;
                                pinnedKey: string | null;
                                bindDn: string;
                                baseDn: string;
                                schedule: {
                                    times: string[] | null;
                                    zone: string | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                guard: {
                                    removals: {
                                        count: number;
                                        percent: number;
                                        percentFrom: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    membersLost: {
                                        count: number;
                                        percent: number;
                                        percentFrom: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                /**
                                 * @default {
                                 *       "moreBaseDns": [],
                                 *       "excludedDns": [],
                                 *       "peopleFilter": null,
                                 *       "groupFilter": null,
                                 *       "emailDomains": [],
                                 *       "moreAttributes": [],
                                 *       "omittedAttributes": []
                                 *     }
                                 */
                                scope: {
                                    moreBaseDns: string[];
                                    excludedDns: string[];
                                    peopleFilter: string | null;
                                    groupFilter: string | null;
                                    emailDomains: string[];
                                    moreAttributes: string[];
                                    omittedAttributes: string[];
                                };
                                /** @default null */
                                secondaryPinnedKey: string | null;
                                /**
                                 * @description What the certificate said in which pinnedKey was confirmed; null: the key alone was given
                                 * @default null
                                 */
                                pinnedCertificate: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256: string;
                                } | null;
                                /** @default null */
                                secondaryPinnedCertificate: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256: string;
                                } | null;
                                enabled: boolean;
                                /**
                                 * @description waiting: it has not run yet; halted: an event cannot be understood, and what is shown is older
                                 * @enum {string}
                                 */
                                status: "healthy" | "running" | "held" | "failed" | "disabled" | "waiting" | "halted";
                                /** @description Since when it has this status; of a healthy one, when its last run completed */
                                since: string | null;
                                /** @description One sentence, of a status that needs a person */
                                why: string | null;
                                /** @description What If-Match of a change must name: the ETag */
                                revision: number;
                                lastRun: {
                                    syncId: string;
                                    /** @description The first request that it answers */
                                    requestId: string;
                                    /** @enum {string} */
                                    mode: "full" | "incremental" | "apply";
                                    attempt: number;
                                    /** @enum {string} */
                                    status: "running" | "held" | "completed" | "failed";
                                    /** @description Which of the connector's hosts answered */
                                    host: string | null;
                                    /** @description Which directory server that was: what one says of changes is worth something only to itself */
                                    server: ({
                                        vendor: string;
                                        id: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                    /** @description The ways in which this server tells what has changed, best first */
                                    changesOffered: ("dirSync" | "usnChanged" | "sweep")[];
                                    /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                                    changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                                    /** @description Why everything was read though only changes were asked for */
                                    fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                                    /** @description Of an incremental run: full where it does not see what was deleted, so that only a full run removes; null where it does not matter */
                                    removalsBy: ("increment" | "full") | null;
                                    /** @description Of a running one */
                                    stage: ("reading" | "removing") | null;
                                    startedAt: string;
                                    completedAt: string | null;
                                    counts: {
                                        read: number;
                                        created: number;
                                        updated: number;
                                        moved: number;
                                        disabled: number;
                                        enabled: number;
                                        removed: number;
                                        restored: number;
                                        groups?: {
                                            created: number;
                                            removed: number;
                                            restored: number;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    durationsMs: ({
                                        total: number;
                                        read: number;
                                        append: number;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                    /** @description The hold that is open since this run, or still */
                                    holdId: string | null;
                                    /** @description Approved changes that no longer held when they were to be made */
                                    leftOut: string[];
                                    error: {
                                        /** @description A word for programs */
                                        code: string;
                                        /** @description What happened and what to do */
                                        message: string;
                                        /** @enum {string} */
                                        stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                        retryable: boolean;
                                    } | null;
                                    /** @description From the change in the directory to what is shown here; each null until it is so */
                                    latency: {
                                        /** @description When the last of the recorded entries changed, as the directory says */
                                        changedAt: string | null;
                                        /** @description When the first of the requests that it answers was made */
                                        requestedAt: string | null;
                                        /** @description When its reading began */
                                        startedAt: string;
                                        /** @description How long it read */
                                        readMs: number | null;
                                        /** @description When its end was recorded */
                                        completedAt: string | null;
                                        /** @description When everything of it could first be asked for here; null also where that is not known any more */
                                        visibleAt: string | null;
                                    };
                                } | null;
                                /** @description Which host answered the last run that reached one */
                                lastHost: string | null;
                                nextRun: ({
                                    date: string;
                                    time: string;
                                    zone: string;
                                    /** @description The instant, RFC 3339 */
                                    at: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                halted: {
                                    stream: string;
                                    sequence: number;
                                    reason: string;
                                }[];
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Registers a connector and requests its first synchronisation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        environment: "on-premises" | "hybrid" | "g-suite";
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode: "strict" | "relaxed" | "none";
                        port: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        schedule?: {
                            times?: string[] | null;
                            zone?: string | null;
                        } | null;
                        guard?: {
                            removals?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                            membersLost?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                        } | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectorId: string;
                            requestId: string | null;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connector; its ETag is what If-Match of a change must name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectorId: string;
                            name: string;
                            /** @enum {string} */
                            environment: "on-premises" | "hybrid" | "g-suite";
                            primaryHost: string;
                            secondaryHost: string | null;
                            port: number;
                            /** @enum {string} */
                            encryptionMode: "strict" | "relaxed" | "none";
                            startTls: boolean;
                            certificateAuthority: string | null;
                            pinnedKey: string | null;
                            bindDn: string;
                            baseDn: string;
                            schedule: {
                                times: string[] | null;
                                zone: string | null;
                            } & {
                                [key: string]: unknown;
                            };
                            guard: {
                                removals: {
                                    count: number;
                                    percent: number;
                                    percentFrom: number;
                                } & {
                                    [key: string]: unknown;
                                };
                                membersLost: {
                                    count: number;
                                    percent: number;
                                    percentFrom: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            /**
                             * @default {
                             *       "moreBaseDns": [],
                             *       "excludedDns": [],
                             *       "peopleFilter": null,
                             *       "groupFilter": null,
                             *       "emailDomains": [],
                             *       "moreAttributes": [],
                             *       "omittedAttributes": []
                             *     }
                             */
                            scope: {
                                moreBaseDns: string[];
                                excludedDns: string[];
                                peopleFilter: string | null;
                                groupFilter: string | null;
                                emailDomains: string[];
                                moreAttributes: string[];
                                omittedAttributes: string[];
                            };
                            /** @default null */
                            secondaryPinnedKey: string | null;
                            /**
                             * @description What the certificate said in which pinnedKey was confirmed; null: the key alone was given
                             * @default null
                             */
                            pinnedCertificate: {
                                subject: string;
                                issuer: string;
                                names: string[];
                                /** Format: date-time */
                                validFrom: string;
                                /** Format: date-time */
                                validTo: string;
                                keyType: string;
                                keySha256: string;
                                sha256: string;
                            } | null;
                            /** @default null */
                            secondaryPinnedCertificate: {
                                subject: string;
                                issuer: string;
                                names: string[];
                                /** Format: date-time */
                                validFrom: string;
                                /** Format: date-time */
                                validTo: string;
                                keyType: string;
                                keySha256: string;
                                sha256: string;
                            } | null;
                            enabled: boolean;
                            /**
                             * @description waiting: it has not run yet; halted: an event cannot be understood, and what is shown is older
                             * @enum {string}
                             */
                            status: "healthy" | "running" | "held" | "failed" | "disabled" | "waiting" | "halted";
                            /** @description Since when it has this status; of a healthy one, when its last run completed */
                            since: string | null;
                            /** @description One sentence, of a status that needs a person */
                            why: string | null;
                            /** @description What If-Match of a change must name: the ETag */
                            revision: number;
                            lastRun: {
                                syncId: string;
                                /** @description The first request that it answers */
                                requestId: string;
                                /** @enum {string} */
                                mode: "full" | "incremental" | "apply";
                                attempt: number;
                                /** @enum {string} */
                                status: "running" | "held" | "completed" | "failed";
                                /** @description Which of the connector's hosts answered */
                                host: string | null;
                                /** @description Which directory server that was: what one says of changes is worth something only to itself */
                                server: ({
                                    vendor: string;
                                    id: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                /** @description The ways in which this server tells what has changed, best first */
                                changesOffered: ("dirSync" | "usnChanged" | "sweep")[];
                                /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                                changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                                /** @description Why everything was read though only changes were asked for */
                                fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                                /** @description Of an incremental run: full where it does not see what was deleted, so that only a full run removes; null where it does not matter */
                                removalsBy: ("increment" | "full") | null;
                                /** @description Of a running one */
                                stage: ("reading" | "removing") | null;
                                startedAt: string;
                                completedAt: string | null;
                                counts: {
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                durationsMs: ({
                                    total: number;
                                    read: number;
                                    append: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                /** @description The hold that is open since this run, or still */
                                holdId: string | null;
                                /** @description Approved changes that no longer held when they were to be made */
                                leftOut: string[];
                                error: {
                                    /** @description A word for programs */
                                    code: string;
                                    /** @description What happened and what to do */
                                    message: string;
                                    /** @enum {string} */
                                    stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                    retryable: boolean;
                                } | null;
                                /** @description From the change in the directory to what is shown here; each null until it is so */
                                latency: {
                                    /** @description When the last of the recorded entries changed, as the directory says */
                                    changedAt: string | null;
                                    /** @description When the first of the requests that it answers was made */
                                    requestedAt: string | null;
                                    /** @description When its reading began */
                                    startedAt: string;
                                    /** @description How long it read */
                                    readMs: number | null;
                                    /** @description When its end was recorded */
                                    completedAt: string | null;
                                    /** @description When everything of it could first be asked for here; null also where that is not known any more */
                                    visibleAt: string | null;
                                };
                            } | null;
                            /** @description Which host answered the last run that reached one */
                            lastHost: string | null;
                            nextRun: ({
                                date: string;
                                time: string;
                                zone: string;
                                /** @description The instant, RFC 3339 */
                                at: string;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            halted: {
                                stream: string;
                                sequence: number;
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Removes a connector for good; what it brought is kept, or removed by a run */
        delete: {
            parameters: {
                query?: {
                    entries?: "keep" | "remove";
                };
                header?: {
                    /** @description The ETag of the connector as it was seen */
                    "if-match"?: string;
                };
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectorId: string;
                            requestId: string | null;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Changes what the body names; a password that is left out stays */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of the connector as it was seen */
                    "if-match"?: string;
                };
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        environment?: "on-premises" | "hybrid" | "g-suite";
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost?: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode?: "strict" | "relaxed" | "none";
                        port?: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn?: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword?: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn?: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        schedule?: {
                            times?: string[] | null;
                            zone?: string | null;
                        } | null;
                        guard?: {
                            removals?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                            membersLost?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                        } | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                        enabled?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectorId: string;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run held back for a person to decide, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                holdId: string;
                                /** @description Names exactly these items; an approval repeats it */
                                digest: string;
                                /**
                                 * @description open: waits for a person; approved: is being carried out, or was; closed: superseded, or no longer asked for
                                 * @enum {string}
                                 */
                                status: "open" | "approved" | "rejected" | "closed";
                                /** @description The run that held */
                                syncId: string;
                                heldAt: string;
                                reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                                held: {
                                    removed: number;
                                    disabled: number;
                                    groups: number;
                                    membersLost: number;
                                } & {
                                    [key: string]: unknown;
                                };
                                /** @description Active entries of the connector before the run */
                                active: number;
                                /** @description The limits of that time */
                                guard: {
                                    removals: {
                                        count: number;
                                        percent: number;
                                        percentFrom: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    membersLost: {
                                        count: number;
                                        percent: number;
                                        percentFrom: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                decision: {
                                    by: string;
                                    at: string;
                                    reason: string;
                                } | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One hold */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    hold: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            holdId: string;
                            /** @description Names exactly these items; an approval repeats it */
                            digest: string;
                            /**
                             * @description open: waits for a person; approved: is being carried out, or was; closed: superseded, or no longer asked for
                             * @enum {string}
                             */
                            status: "open" | "approved" | "rejected" | "closed";
                            /** @description The run that held */
                            syncId: string;
                            heldAt: string;
                            reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                            held: {
                                removed: number;
                                disabled: number;
                                groups: number;
                                membersLost: number;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @description Active entries of the connector before the run */
                            active: number;
                            /** @description The limits of that time */
                            guard: {
                                removals: {
                                    count: number;
                                    percent: number;
                                    percentFrom: number;
                                } & {
                                    [key: string]: unknown;
                                };
                                membersLost: {
                                    count: number;
                                    percent: number;
                                    percentFrom: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            decision: {
                                by: string;
                                at: string;
                                reason: string;
                            } | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets go of exactly what the open hold keeps back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    hold: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        /** @description Of the items as they were seen */
                        digest?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            requestId: string | null;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The changes that a hold keeps back */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description Only what is held of this one */
                    entry?: string;
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    hold: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                id: string;
                                entryId: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                change: "removed" | "disabled" | "membersLost";
                                dn: string | null;
                                /** @description Of one that was removed since the one that it had */
                                displayName: string | null;
                                email: string | null;
                                /** @description As it is here now; null where it is not here at all */
                                state: ("active" | "disabled" | "removed") | null;
                                /** @description When its last change was observed: after heldAt, it is no longer what was held */
                                changedAt: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps what the open hold would let go, and does not ask again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    hold: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        /** @description Of the items as they were seen */
                        digest?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            requestId: string | null;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the directory why somebody is not here: who is meant, and what of the scope leaves him out */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description An e-mail address, a name, a user name or a DN. It is neither recorded nor logged */
                        question: string;
                    };
                };
            };
            responses: {
                /** @description At most 20 entries of the whole naming context, by the connector's own account. One that came to nothing is the problem lookupFailed (502). */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            summary: {
                                /** @enum {string} */
                                line: "summary";
                                host: string;
                                /** @enum {string} */
                                askedAs: "address" | "dn" | "name";
                                searched: string;
                                truncated: boolean;
                                durationMs: number;
                            } & {
                                [key: string]: unknown;
                            };
                            found: ({
                                /** @enum {string} */
                                line: "found";
                                entryId: string;
                                dn: string;
                                kind: ("user" | "group" | "contact") | null;
                                name: string | null;
                                email: string | null;
                                /** @enum {string} */
                                state: "active" | "disabled";
                                whenChanged: string | null;
                                objectClasses: string[];
                                inScope: boolean;
                                because: (({
                                    /** @enum {string} */
                                    code: "outsideBases";
                                    baseDns: string[];
                                } & {
                                    [key: string]: unknown;
                                }) | ({
                                    /** @enum {string} */
                                    code: "excluded";
                                    container: string;
                                } & {
                                    [key: string]: unknown;
                                }) | ({
                                    /** @enum {string} */
                                    code: "otherKind";
                                } & {
                                    [key: string]: unknown;
                                }) | ({
                                    /** @enum {string} */
                                    code: "filter";
                                    filter: string;
                                } & {
                                    [key: string]: unknown;
                                }) | ({
                                    /** @enum {string} */
                                    code: "emailDomains";
                                    domains: string[];
                                } & {
                                    [key: string]: unknown;
                                }))[];
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what a synchronisation of a connector would change, as it is saved or as the body would change it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        environment?: "on-premises" | "hybrid" | "g-suite";
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost?: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode?: "strict" | "relaxed" | "none";
                        port?: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn?: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword?: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn?: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        schedule?: {
                            times?: string[] | null;
                            zone?: string | null;
                        } | null;
                        guard?: {
                            removals?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                            membersLost?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                        } | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                    } | null;
                };
            };
            responses: {
                /** @description What a synchronisation would change now. With Accept: application/x-ndjson each change is a line, without a limit, and the summary the last; a preview that came to nothing ends with a line that says why, and without a last line it is not whole. As a whole, a preview that came to nothing is the problem previewFailed (502). */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            summary: {
                                /** @enum {string} */
                                line: "summary";
                                host: string;
                                counts: {
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                held: ({
                                    reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                                    removed: number;
                                    disabled: number;
                                    groups: number;
                                    membersLost: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                active: number;
                                references: string[];
                                durationMs: number;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @description The first 1,000 */
                            changes: ({
                                /** @enum {string} */
                                line: "change";
                                entryId: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                dn: string;
                                name: string | null;
                                mail: string | null;
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** Format: byte */
                                            binary: string;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            sha256: string;
                                            bytes: number;
                                        } & {
                                            [key: string]: unknown;
                                        }) | (({
                                            entryId: string;
                                            dn?: null;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            dn: string;
                                            entryId?: string;
                                        } & {
                                            [key: string]: unknown;
                                        })))[] | null;
                                        after: (string | ({
                                            /** Format: byte */
                                            binary: string;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            sha256: string;
                                            bytes: number;
                                        } & {
                                            [key: string]: unknown;
                                        }) | (({
                                            entryId: string;
                                            dn?: null;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            dn: string;
                                            entryId?: string;
                                        } & {
                                            [key: string]: unknown;
                                        })))[] | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                };
                                members: ({
                                    added: number;
                                    removed: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                held: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                            /** @description There are more changes than these: ask line by line */
                            more: boolean;
                        };
                        "application/x-ndjson": ({
                            /** @enum {string} */
                            line: "progress";
                            read: number;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "change";
                            entryId: string;
                            /** @enum {string} */
                            kind: "user" | "group" | "contact";
                            /** @enum {string} */
                            state: "active" | "disabled" | "removed";
                            changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                            dn: string;
                            name: string | null;
                            mail: string | null;
                            changed: {
                                [key: string]: {
                                    before: (string | ({
                                        /** Format: byte */
                                        binary: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        sha256: string;
                                        bytes: number;
                                    } & {
                                        [key: string]: unknown;
                                    }) | (({
                                        entryId: string;
                                        dn?: null;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        dn: string;
                                        entryId?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })))[] | null;
                                    after: (string | ({
                                        /** Format: byte */
                                        binary: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        sha256: string;
                                        bytes: number;
                                    } & {
                                        [key: string]: unknown;
                                    }) | (({
                                        entryId: string;
                                        dn?: null;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        dn: string;
                                        entryId?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })))[] | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            };
                            members: ({
                                added: number;
                                removed: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            held: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "summary";
                            host: string;
                            counts: {
                                read: number;
                                created: number;
                                updated: number;
                                moved: number;
                                disabled: number;
                                enabled: number;
                                removed: number;
                                restored: number;
                                groups?: {
                                    created: number;
                                    removed: number;
                                    restored: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            held: ({
                                reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                                removed: number;
                                disabled: number;
                                groups: number;
                                membersLost: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            active: number;
                            references: string[];
                            durationMs: number;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "failed";
                            stage: string;
                            code: string;
                            message: string;
                        } & {
                            [key: string]: unknown;
                        });
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The progress of a connector's runs as server-sent events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events named progress; their data: syncId, stage, read, expected, counts, time */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/projection/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the read models of a connector go on after an event that could not be read */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        stream: "CONNECTORS" | "SYNC_REQUESTS" | "DIRECTORY";
                        sequence: number;
                        /** @description true steps over the event; false reads it again */
                        skip: boolean;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectorId: string;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of a connector, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description running, held, completed, failed, or several with commas between */
                    status?: string;
                    /** @description true: only those that have changed something */
                    changed?: "true" | "false";
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                syncId: string;
                                /** @description The first request that it answers */
                                requestId: string;
                                /** @enum {string} */
                                mode: "full" | "incremental" | "apply";
                                attempt: number;
                                /** @enum {string} */
                                status: "running" | "held" | "completed" | "failed";
                                /** @description Which of the connector's hosts answered */
                                host: string | null;
                                /** @description Which directory server that was: what one says of changes is worth something only to itself */
                                server: ({
                                    vendor: string;
                                    id: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                /** @description The ways in which this server tells what has changed, best first */
                                changesOffered: ("dirSync" | "usnChanged" | "sweep")[];
                                /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                                changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                                /** @description Why everything was read though only changes were asked for */
                                fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                                /** @description Of an incremental run: full where it does not see what was deleted, so that only a full run removes; null where it does not matter */
                                removalsBy: ("increment" | "full") | null;
                                /** @description Of a running one */
                                stage: ("reading" | "removing") | null;
                                startedAt: string;
                                completedAt: string | null;
                                counts: {
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                durationsMs: ({
                                    total: number;
                                    read: number;
                                    append: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                /** @description The hold that is open since this run, or still */
                                holdId: string | null;
                                /** @description Approved changes that no longer held when they were to be made */
                                leftOut: string[];
                                error: {
                                    /** @description A word for programs */
                                    code: string;
                                    /** @description What happened and what to do */
                                    message: string;
                                    /** @enum {string} */
                                    stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                    retryable: boolean;
                                } | null;
                                /** @description From the change in the directory to what is shown here; each null until it is so */
                                latency: {
                                    /** @description When the last of the recorded entries changed, as the directory says */
                                    changedAt: string | null;
                                    /** @description When the first of the requests that it answers was made */
                                    requestedAt: string | null;
                                    /** @description When its reading began */
                                    startedAt: string;
                                    /** @description How long it read */
                                    readMs: number | null;
                                    /** @description When its end was recorded */
                                    completedAt: string | null;
                                    /** @description When everything of it could first be asked for here; null also where that is not known any more */
                                    visibleAt: string | null;
                                };
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    sync: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            syncId: string;
                            /** @description The first request that it answers */
                            requestId: string;
                            /** @enum {string} */
                            mode: "full" | "incremental" | "apply";
                            attempt: number;
                            /** @enum {string} */
                            status: "running" | "held" | "completed" | "failed";
                            /** @description Which of the connector's hosts answered */
                            host: string | null;
                            /** @description Which directory server that was: what one says of changes is worth something only to itself */
                            server: ({
                                vendor: string;
                                id: string;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            /** @description The ways in which this server tells what has changed, best first */
                            changesOffered: ("dirSync" | "usnChanged" | "sweep")[];
                            /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                            changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                            /** @description Why everything was read though only changes were asked for */
                            fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                            /** @description Of an incremental run: full where it does not see what was deleted, so that only a full run removes; null where it does not matter */
                            removalsBy: ("increment" | "full") | null;
                            /** @description Of a running one */
                            stage: ("reading" | "removing") | null;
                            startedAt: string;
                            completedAt: string | null;
                            counts: {
                                read: number;
                                created: number;
                                updated: number;
                                moved: number;
                                disabled: number;
                                enabled: number;
                                removed: number;
                                restored: number;
                                groups?: {
                                    created: number;
                                    removed: number;
                                    restored: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            durationsMs: ({
                                total: number;
                                read: number;
                                append: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            /** @description The hold that is open since this run, or still */
                            holdId: string | null;
                            /** @description Approved changes that no longer held when they were to be made */
                            leftOut: string[];
                            error: {
                                /** @description A word for programs */
                                code: string;
                                /** @description What happened and what to do */
                                message: string;
                                /** @enum {string} */
                                stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                retryable: boolean;
                            } | null;
                            /** @description From the change in the directory to what is shown here; each null until it is so */
                            latency: {
                                /** @description When the last of the recorded entries changed, as the directory says */
                                changedAt: string | null;
                                /** @description When the first of the requests that it answers was made */
                                requestedAt: string | null;
                                /** @description When its reading began */
                                startedAt: string;
                                /** @description How long it read */
                                readMs: number | null;
                                /** @description When its end was recorded */
                                completedAt: string | null;
                                /** @description When everything of it could first be asked for here; null also where that is not known any more */
                                visibleAt: string | null;
                            };
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run changed, entry by entry with before and after, in the order of the log; or all of it as NDJSON or CSV */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description created, updated, moved, disabled, enabled, removed, restored, reclassified, or several with commas between */
                    change?: string;
                    kind?: "user" | "group" | "contact";
                    /** @description Part of the name, the address or the DN */
                    q?: string;
                    /** @description Instead of Accept: ndjson and csv bring everything, as a file */
                    format?: "json" | "ndjson" | "csv";
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    sync: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description <connector>.<entryId> */
                                id: string | null;
                                entryId: string | null;
                                kind: ("user" | "group" | "contact") | null;
                                /** @description Of a removed entry the one that it had */
                                name: string | null;
                                email: string | null;
                                dn: string | null;
                                /** @description After the change; null when only members changed */
                                state: ("active" | "disabled" | "removed") | null;
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                /** @description By attribute; empty when created or removed */
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                        after: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                    };
                                };
                                /** @description Who came into the group and who left it: the first 100 of each, and how many in all */
                                members: {
                                    added: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    removed: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    addedCount: number;
                                    removedCount: number;
                                } | null;
                                /** @description Whether the directory changed, or the way it is read */
                                cause: ("directory" | "configuration") | null;
                                /** @description Of a removal */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description In the log */
                                sequence: number;
                                /** @description When the change was observed */
                                time: string;
                                /** @description Why this event cannot be shown */
                                unreadable: string | null;
                            }[];
                            /** @description Also with fewer items than asked for, where little fits a filter: go on with it */
                            next: string | null;
                            /** @description Whom the entry ids in changed and members stand for */
                            names: {
                                [key: string]: {
                                    name: string | null;
                                    dn: string;
                                    /** @enum {string} */
                                    kind: "user" | "group" | "contact";
                                };
                            };
                            /** @description Whether the run has ended; until then there may be more after the last page */
                            ended: boolean;
                        };
                        "application/x-ndjson": {
                            items: {
                                /** @description <connector>.<entryId> */
                                id: string | null;
                                entryId: string | null;
                                kind: ("user" | "group" | "contact") | null;
                                /** @description Of a removed entry the one that it had */
                                name: string | null;
                                email: string | null;
                                dn: string | null;
                                /** @description After the change; null when only members changed */
                                state: ("active" | "disabled" | "removed") | null;
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                /** @description By attribute; empty when created or removed */
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                        after: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                    };
                                };
                                /** @description Who came into the group and who left it: the first 100 of each, and how many in all */
                                members: {
                                    added: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    removed: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    addedCount: number;
                                    removedCount: number;
                                } | null;
                                /** @description Whether the directory changed, or the way it is read */
                                cause: ("directory" | "configuration") | null;
                                /** @description Of a removal */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description In the log */
                                sequence: number;
                                /** @description When the change was observed */
                                time: string;
                                /** @description Why this event cannot be shown */
                                unreadable: string | null;
                            }[];
                            /** @description Also with fewer items than asked for, where little fits a filter: go on with it */
                            next: string | null;
                            /** @description Whom the entry ids in changed and members stand for */
                            names: {
                                [key: string]: {
                                    name: string | null;
                                    dn: string;
                                    /** @enum {string} */
                                    kind: "user" | "group" | "contact";
                                };
                            };
                            /** @description Whether the run has ended; until then there may be more after the last page */
                            ended: boolean;
                        };
                        "text/csv": {
                            items: {
                                /** @description <connector>.<entryId> */
                                id: string | null;
                                entryId: string | null;
                                kind: ("user" | "group" | "contact") | null;
                                /** @description Of a removed entry the one that it had */
                                name: string | null;
                                email: string | null;
                                dn: string | null;
                                /** @description After the change; null when only members changed */
                                state: ("active" | "disabled" | "removed") | null;
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                /** @description By attribute; empty when created or removed */
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                        after: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                    };
                                };
                                /** @description Who came into the group and who left it: the first 100 of each, and how many in all */
                                members: {
                                    added: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    removed: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    addedCount: number;
                                    removedCount: number;
                                } | null;
                                /** @description Whether the directory changed, or the way it is read */
                                cause: ("directory" | "configuration") | null;
                                /** @description Of a removal */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description In the log */
                                sequence: number;
                                /** @description When the change was observed */
                                time: string;
                                /** @description Why this event cannot be shown */
                                unreadable: string | null;
                            }[];
                            /** @description Also with fewer items than asked for, where little fits a filter: go on with it */
                            next: string | null;
                            /** @description Whom the entry ids in changed and members stand for */
                            names: {
                                [key: string]: {
                                    name: string | null;
                                    dn: string;
                                    /** @enum {string} */
                                    kind: "user" | "group" | "contact";
                                };
                            };
                            /** @description Whether the run has ended; until then there may be more after the last page */
                            ended: boolean;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "application/x-ndjson": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "text/csv": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "application/x-ndjson": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "text/csv": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "application/x-ndjson": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "text/csv": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "application/x-ndjson": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                        "text/csv": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures over time: the runs of a connector that have ended, oldest first, and how many were here after each */
        get: {
            parameters: {
                query?: {
                    /** @description How many runs at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description Runs that have ended then or later, to the second */
                    from?: string;
                    /** @description Runs that have ended before, to the second */
                    to?: string;
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                syncId: string;
                                /** @enum {string} */
                                mode: "full" | "incremental" | "apply";
                                /** @enum {string} */
                                status: "running" | "held" | "completed" | "failed";
                                startedAt: string;
                                counts: {
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                durationsMs: ({
                                    total: number;
                                    read: number;
                                    append: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                completedAt: string;
                                /** @description Users and contacts that are here after the run, disabled ones too; null where a run so far has not told them from groups */
                                people: number | null;
                                /** @description Groups that are here after the run; null likewise */
                                groups: number | null;
                                /** @description When the last of the recorded entries changed, as the directory says */
                                changedAt: string | null;
                                /** @description When everything of it could first be asked for here; null also where that is not known any more */
                                visibleAt: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every request of a connector and what became of it, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                requestId: string;
                                /** @description The run that answers it; several requests may share one */
                                syncId: string | null;
                                /** @enum {string} */
                                kind: "read" | "apply";
                                /** @enum {string} */
                                mode: "full" | "incremental" | "apply";
                                /** @enum {string} */
                                status: "requested" | "running" | "held" | "completed" | "failed";
                                /** @description Why it was requested: schedule, manual, first, approval, connectorRemoved */
                                reason: string;
                                slot: ({
                                    date: string;
                                    time: string;
                                    zone: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                requestedAt: string;
                                requestedBy: string | null;
                                host: string | null;
                                /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                                changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                                /** @description Why everything was read though only changes were asked for */
                                fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                                startedAt: string | null;
                                completedAt: string | null;
                                counts: ({
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                holdId: string | null;
                                error: {
                                    /** @description A word for programs */
                                    code: string;
                                    /** @description What happened and what to do */
                                    message: string;
                                    /** @enum {string} */
                                    stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                    retryable: boolean;
                                } | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Requests a synchronisation now; one that waits already and reads as much serves as well */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default incremental
                         * @enum {string}
                         */
                        mode?: "full" | "incremental";
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            requestId: string;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/syncs/{request}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request and what became of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            requestId: string;
                            /** @description The run that answers it; several requests may share one */
                            syncId: string | null;
                            /** @enum {string} */
                            kind: "read" | "apply";
                            /** @enum {string} */
                            mode: "full" | "incremental" | "apply";
                            /** @enum {string} */
                            status: "requested" | "running" | "held" | "completed" | "failed";
                            /** @description Why it was requested: schedule, manual, first, approval, connectorRemoved */
                            reason: string;
                            slot: ({
                                date: string;
                                time: string;
                                zone: string;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            requestedAt: string;
                            requestedBy: string | null;
                            host: string | null;
                            /** @description Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read */
                            changesBy: ("dirSync" | "usnChanged" | "sweep" | "nothing") | null;
                            /** @description Why everything was read though only changes were asked for */
                            fullBecause: ("noCursor" | "holdOpen" | "failedBefore" | "configurationChanged" | "mappingChanged" | "anotherServer" | "noMark" | "timePassed" | "usnRolledBack" | "cursorDamaged" | "cursorTooOld" | "cursorRefused" | "nothingOffered" | "tooManyChanges") | null;
                            startedAt: string | null;
                            completedAt: string | null;
                            counts: ({
                                read: number;
                                created: number;
                                updated: number;
                                moved: number;
                                disabled: number;
                                enabled: number;
                                removed: number;
                                restored: number;
                                groups?: {
                                    created: number;
                                    removed: number;
                                    restored: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            holdId: string | null;
                            error: {
                                /** @description A word for programs */
                                code: string;
                                /** @description What happened and what to do */
                                message: string;
                                /** @enum {string} */
                                stage: "configuration" | "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "compare" | "append" | "abandoned";
                                retryable: boolean;
                            } | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/connectors/{connector}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tests the connection of a connector as it is saved, or as the body would change it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    connector: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost?: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode?: "strict" | "relaxed" | "none";
                        port?: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn?: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword?: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn?: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                    } | null;
                };
            };
            responses: {
                /** @description The stages of each host, in order. With Accept: application/x-ndjson each stage is a line, as soon as it is decided, and the outcome the last. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description The worst of the stages
                             * @enum {string}
                             */
                            outcome: "passed" | "warning" | "confirm" | "failed";
                            stages: ({
                                host: string;
                                /** @enum {string} */
                                role: "primary" | "secondary";
                                /** @enum {string} */
                                stage: "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "account" | "changes";
                                /** @enum {string} */
                                outcome: "passed" | "warning" | "confirm" | "failed" | "notApplicable" | "notReached";
                                durationMs: number;
                                code: string | null;
                                message: string;
                                advice: string | null;
                                addresses?: string[];
                                address?: string;
                                localAddress?: string;
                                certificate?: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256?: string;
                                    pem?: string;
                                    trusted: boolean;
                                    distrust: string | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                pinned?: ({
                                    keySha256: string;
                                    /** @enum {string} */
                                    of: "primary" | "secondary";
                                    certificate?: {
                                        subject: string;
                                        issuer: string;
                                        names: string[];
                                        /** Format: date-time */
                                        validFrom: string;
                                        /** Format: date-time */
                                        validTo: string;
                                        keyType: string;
                                        keySha256: string;
                                        sha256: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                found?: ({
                                    /** @enum {string} */
                                    kind: "user" | "group" | "contact";
                                    count: number;
                                    more: boolean;
                                    sample: ({
                                        name: string;
                                        mail: string | null;
                                        /** @enum {string} */
                                        state: "active" | "disabled";
                                        dn: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                } & {
                                    [key: string]: unknown;
                                })[];
                                account?: {
                                    passwordNeverExpires: boolean | null;
                                    passwordExpires: string | null;
                                    accountExpires: string | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                tracking?: {
                                    /** @enum {string} */
                                    vendor: "active-directory" | "openldap" | "generic";
                                    product: string | null;
                                    /** @enum {string} */
                                    way: "dirSync" | "usnChanged" | "sweep" | "fullRead";
                                    mark: ("highestCommittedUSN" | "contextCSN") | null;
                                    tombstones: boolean | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                        "application/x-ndjson": ({
                            host: string;
                            /** @enum {string} */
                            role: "primary" | "secondary";
                            /** @enum {string} */
                            stage: "resolve" | "connect" | "tls" | "bind" | "base" | "read" | "account" | "changes";
                            /** @enum {string} */
                            outcome: "passed" | "warning" | "confirm" | "failed" | "notApplicable" | "notReached";
                            durationMs: number;
                            code: string | null;
                            message: string;
                            advice: string | null;
                            addresses?: string[];
                            address?: string;
                            localAddress?: string;
                            certificate?: {
                                subject: string;
                                issuer: string;
                                names: string[];
                                /** Format: date-time */
                                validFrom: string;
                                /** Format: date-time */
                                validTo: string;
                                keyType: string;
                                keySha256: string;
                                sha256?: string;
                                pem?: string;
                                trusted: boolean;
                                distrust: string | null;
                            } & {
                                [key: string]: unknown;
                            };
                            pinned?: ({
                                keySha256: string;
                                /** @enum {string} */
                                of: "primary" | "secondary";
                                certificate?: {
                                    subject: string;
                                    issuer: string;
                                    names: string[];
                                    /** Format: date-time */
                                    validFrom: string;
                                    /** Format: date-time */
                                    validTo: string;
                                    keyType: string;
                                    keySha256: string;
                                    sha256: string;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            found?: ({
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                count: number;
                                more: boolean;
                                sample: ({
                                    name: string;
                                    mail: string | null;
                                    /** @enum {string} */
                                    state: "active" | "disabled";
                                    dn: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                            } & {
                                [key: string]: unknown;
                            })[];
                            account?: {
                                passwordNeverExpires: boolean | null;
                                passwordExpires: string | null;
                                accountExpires: string | null;
                            } & {
                                [key: string]: unknown;
                            };
                            tracking?: {
                                /** @enum {string} */
                                vendor: "active-directory" | "openldap" | "generic";
                                product: string | null;
                                /** @enum {string} */
                                way: "dirSync" | "usnChanged" | "sweep" | "fullRead";
                                mark: ("highestCommittedUSN" | "contextCSN") | null;
                                tombstones: boolean | null;
                            } & {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /**
                             * @description The worst of the stages
                             * @enum {string}
                             */
                            outcome: "passed" | "warning" | "confirm" | "failed";
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/entries/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user, contact or group */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                    entry: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description <connector>.<entryId> */
                            id: string;
                            /** @description The directory's own immutable id */
                            entryId: string;
                            connectorId: string;
                            dn: string;
                            /** @enum {string} */
                            kind: "user" | "group" | "contact";
                            /** @enum {string} */
                            state: "active" | "disabled" | "removed";
                            /** @description SCIM 2.0 core names; empty once removed */
                            profile: {
                                userName?: string;
                                displayName?: string;
                                name?: {
                                    formatted?: string;
                                    givenName?: string;
                                    familyName?: string;
                                } & {
                                    [key: string]: unknown;
                                };
                                title?: string;
                                preferredLanguage?: string;
                                description?: string;
                                emails?: ({
                                    value: string;
                                    type?: string;
                                    primary?: boolean;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                phoneNumbers?: ({
                                    value: string;
                                    type?: string;
                                    primary?: boolean;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                employeeNumber?: string;
                                department?: string;
                                organization?: string;
                                manager?: {
                                    entryId?: string;
                                    dn?: string;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            /** @description As the directory has them; empty once removed */
                            attributes: {
                                [key: string]: (string | ({
                                    /** @description Base64 */
                                    binary?: string;
                                    sha256?: string;
                                    bytes?: number;
                                    entryId?: string;
                                    dn?: string;
                                } & {
                                    [key: string]: unknown;
                                }))[];
                            };
                            /** @description Of a group: its direct members */
                            memberCount: number | null;
                            /** @description Of a removed one: why it is believed to be gone */
                            evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                            /** @description Of a removed one: what it was called; null also while the log does not answer */
                            lastKnown: {
                                name: string | null;
                                email: string | null;
                            } | null;
                            /** @description When its last change was observed */
                            changedAt: string;
                            /** @description Of that change in the log */
                            sequence: number;
                            /** @description The run that observed it */
                            syncId: string;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/entries/{entry}/as-of": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An entry as it was known at a moment, whole; from the log itself */
        get: {
            parameters: {
                query: {
                    /** @description Any moment; what was observed at it counts */
                    at: string;
                };
                header?: never;
                path: {
                    account: string;
                    entry: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description null where it was not known then, and where what was recorded then cannot be read */
                            image: {
                                dn: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                /** @description SCIM 2.0 core names; empty once removed */
                                profile: {
                                    userName?: string;
                                    displayName?: string;
                                    name?: {
                                        formatted?: string;
                                        givenName?: string;
                                        familyName?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    title?: string;
                                    preferredLanguage?: string;
                                    description?: string;
                                    emails?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    phoneNumbers?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    employeeNumber?: string;
                                    department?: string;
                                    organization?: string;
                                    manager?: {
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                /** @description As the directory has them; empty once removed */
                                attributes: {
                                    [key: string]: (string | ({
                                        /** @description Base64 */
                                        binary?: string;
                                        sha256?: string;
                                        bytes?: number;
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    }))[];
                                };
                                /** @description Of a group: its direct members */
                                memberCount: number | null;
                                /** @description Of a removed one: why it is believed to be gone */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description When its last change was observed */
                                changedAt: string;
                                /** @description Of that change in the log */
                                sequence: number;
                                /** @description The run that observed it */
                                syncId: string;
                            } | null;
                            /** @description When it was observed for the first time */
                            firstKnownAt: string | null;
                            /** @description Why what was recorded then cannot be shown */
                            unreadable: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/entries/{entry}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that was observed of an entry, oldest first; from the log itself */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    account: string;
                    entry: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description In the log */
                                sequence: number;
                                /** @description When the change was observed */
                                time: string;
                                /** @description The run that observed it */
                                syncId: string | null;
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                /** @description By attribute; empty when created or removed */
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                        after: (string | ({
                                            /** @description Base64 */
                                            binary?: string;
                                            sha256?: string;
                                            bytes?: number;
                                            entryId?: string;
                                            dn?: string;
                                        } & {
                                            [key: string]: unknown;
                                        }))[] | null;
                                    };
                                };
                                kind: ("user" | "group" | "contact") | null;
                                /** @description After the change; null when only members changed */
                                state: ("active" | "disabled" | "removed") | null;
                                dn: string | null;
                                /** @description Whether the directory changed, or the way it is read */
                                cause: ("directory" | "configuration") | null;
                                /** @description Of a removal */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                host: string | null;
                                /** @description Who came into the group and who left it with this change */
                                members: {
                                    added: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    removed: ({
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                } | null;
                                /** @description Why this event cannot be shown */
                                unreadable: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/entries/{group}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The groups that an entry is in, directly or nested */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description true: also the members of members; each once, and not the group itself */
                    nested?: "true" | "false";
                };
                header?: never;
                path: {
                    account: string;
                    group: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description null when the member is not among what is synchronised */
                                id: string | null;
                                entryId: string | null;
                                dn: string | null;
                                kind: ("user" | "group" | "contact") | null;
                                state: ("active" | "disabled" | "removed") | null;
                                displayName: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens in an account, as server-sent events: ask anew for what they name, and when it opens for what was answered before its position */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /**
                 * @description Events, each with the connector that it is about: run (connector, event, requestId, syncId, status, stage, read, expected, counts);
                 *     hold (holdId, status: open, approved or rejected); connector, entries and attention say that what can be asked about has changed.
                 *     The first event is position: nothing is told of what was folded before it, and whose header Position is earlier may lack something
                 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups by name or address */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description active, disabled, removed, or several with commas between; removed ones are shown only when asked for */
                    state?: string;
                    connector?: string;
                    /** @description Exactly as it is written; empty for nobody's */
                    department?: string;
                    /** @description Part of the name or address, or the beginning of the DN */
                    q?: string;
                    /** @description The primary address; several may have the same */
                    email?: string;
                    /** @description With - before it downwards. Who has no address comes last, by name */
                    sort?: "name" | "-name" | "email" | "-email";
                    /** @description true: also how many there are in all */
                    total?: "true" | "false";
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description <connector>.<entryId> */
                                id: string;
                                /** @description The directory's own immutable id */
                                entryId: string;
                                connectorId: string;
                                dn: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                /** @description SCIM 2.0 core names; empty once removed */
                                profile: {
                                    userName?: string;
                                    displayName?: string;
                                    name?: {
                                        formatted?: string;
                                        givenName?: string;
                                        familyName?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    title?: string;
                                    preferredLanguage?: string;
                                    description?: string;
                                    emails?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    phoneNumbers?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    employeeNumber?: string;
                                    department?: string;
                                    organization?: string;
                                    manager?: {
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                /** @description As the directory has them; empty once removed */
                                attributes: {
                                    [key: string]: (string | ({
                                        /** @description Base64 */
                                        binary?: string;
                                        sha256?: string;
                                        bytes?: number;
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    }))[];
                                };
                                /** @description Of a group: its direct members */
                                memberCount: number | null;
                                /** @description Of a removed one: why it is believed to be gone */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description Of a removed one: what it was called; null also while the log does not answer */
                                lastKnown: {
                                    name: string | null;
                                    email: string | null;
                                } | null;
                                /** @description When its last change was observed */
                                changedAt: string;
                                /** @description Of that change in the log */
                                sequence: number;
                                /** @description The run that observed it */
                                syncId: string;
                            }[];
                            next: string | null;
                            /** @description null unless asked for */
                            total: {
                                count: number;
                                /** @description Whether there are more than are counted: 100000 at most */
                                more: boolean;
                            } | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/groups/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many groups there are by state, kind, connector and department: each counted with all filters but its own */
        get: {
            parameters: {
                query?: {
                    /** @description active, disabled, removed, or several with commas between; removed ones are shown only when asked for */
                    state?: string;
                    connector?: string;
                    /** @description Exactly as it is written; empty for nobody's */
                    department?: string;
                    /** @description Part of the name or address, or the beginning of the DN */
                    q?: string;
                    /** @description The primary address; several may have the same */
                    email?: string;
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            state: {
                                /** @enum {string} */
                                value: "active" | "disabled" | "removed";
                                count: number;
                            }[];
                            kind: {
                                /** @enum {string} */
                                value: "user" | "group" | "contact";
                                count: number;
                            }[];
                            connector: {
                                value: string;
                                count: number;
                            }[];
                            /** @description Of people, the 100 largest; empty for those who have none */
                            department: {
                                value: string;
                                count: number;
                            }[];
                            /** @description How many departments are not listed */
                            moreDepartments: number;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/groups/{group}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group's members, direct or nested */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description true: also the members of members; each once, and not the group itself */
                    nested?: "true" | "false";
                };
                header?: never;
                path: {
                    account: string;
                    group: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description null when the member is not among what is synchronised */
                                id: string | null;
                                entryId: string | null;
                                dn: string | null;
                                kind: ("user" | "group" | "contact") | null;
                                state: ("active" | "disabled" | "removed") | null;
                                displayName: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what the first synchronisation of a connector would record, before it is saved */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        environment: "on-premises" | "hybrid" | "g-suite";
                        /** @description A hostname, an IPv4 or an IPv6 address */
                        primaryHost: string;
                        secondaryHost?: string | null;
                        /** @enum {string} */
                        encryptionMode: "strict" | "relaxed" | "none";
                        port: number;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        bindDn: string;
                        /**
                         * Format: password
                         * @description 1 to 1024 bytes. Sealed on arrival and never shown again.
                         */
                        bindPassword: string;
                        /** @description A distinguished name (RFC 4514); quotation marks around it are taken off */
                        baseDn: string;
                        startTls?: boolean;
                        certificateAuthority?: string | null;
                        /** @description SHA-256 of the public key that relaxed accepts */
                        pinnedKey?: string | null;
                        /** @description PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key */
                        pinnedCertificate?: string | null;
                        /** @description Of the secondary host; without it pinnedKey counts for both */
                        secondaryPinnedKey?: string | null;
                        /** @description PEM of the secondary host's */
                        secondaryPinnedCertificate?: string | null;
                        schedule?: {
                            times?: string[] | null;
                            zone?: string | null;
                        } | null;
                        guard?: {
                            removals?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                            membersLost?: {
                                count?: number;
                                percent?: number;
                                percentFrom?: number;
                            };
                        } | null;
                        scope?: {
                            /** @description Further base DNs, in the same naming context as baseDn */
                            moreBaseDns?: string[] | null;
                            /** @description What lies here or below is left out */
                            excludedDns?: string[] | null;
                            /** @description Of the people and contacts, only those (RFC 4515) */
                            peopleFilter?: string | null;
                            /** @description Of the groups, only those (RFC 4515) */
                            groupFilter?: string | null;
                            /** @description Only people with an address in one of these */
                            emailDomains?: string[] | null;
                            /** @description Recorded beside what always is */
                            moreAttributes?: string[] | null;
                            /** @description Not recorded, although it is usually */
                            omittedAttributes?: string[] | null;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description What a synchronisation would change now. With Accept: application/x-ndjson each change is a line, without a limit, and the summary the last; a preview that came to nothing ends with a line that says why, and without a last line it is not whole. As a whole, a preview that came to nothing is the problem previewFailed (502). */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            summary: {
                                /** @enum {string} */
                                line: "summary";
                                host: string;
                                counts: {
                                    read: number;
                                    created: number;
                                    updated: number;
                                    moved: number;
                                    disabled: number;
                                    enabled: number;
                                    removed: number;
                                    restored: number;
                                    groups?: {
                                        created: number;
                                        removed: number;
                                        restored: number;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                held: ({
                                    reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                                    removed: number;
                                    disabled: number;
                                    groups: number;
                                    membersLost: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                active: number;
                                references: string[];
                                durationMs: number;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @description The first 1,000 */
                            changes: ({
                                /** @enum {string} */
                                line: "change";
                                entryId: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                                dn: string;
                                name: string | null;
                                mail: string | null;
                                changed: {
                                    [key: string]: {
                                        before: (string | ({
                                            /** Format: byte */
                                            binary: string;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            sha256: string;
                                            bytes: number;
                                        } & {
                                            [key: string]: unknown;
                                        }) | (({
                                            entryId: string;
                                            dn?: null;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            dn: string;
                                            entryId?: string;
                                        } & {
                                            [key: string]: unknown;
                                        })))[] | null;
                                        after: (string | ({
                                            /** Format: byte */
                                            binary: string;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            sha256: string;
                                            bytes: number;
                                        } & {
                                            [key: string]: unknown;
                                        }) | (({
                                            entryId: string;
                                            dn?: null;
                                        } & {
                                            [key: string]: unknown;
                                        }) | ({
                                            dn: string;
                                            entryId?: string;
                                        } & {
                                            [key: string]: unknown;
                                        })))[] | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                };
                                members: ({
                                    added: number;
                                    removed: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                held: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                            /** @description There are more changes than these: ask line by line */
                            more: boolean;
                        };
                        "application/x-ndjson": ({
                            /** @enum {string} */
                            line: "progress";
                            read: number;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "change";
                            entryId: string;
                            /** @enum {string} */
                            kind: "user" | "group" | "contact";
                            /** @enum {string} */
                            state: "active" | "disabled" | "removed";
                            changes: ("created" | "updated" | "moved" | "disabled" | "enabled" | "removed" | "restored" | "reclassified")[];
                            dn: string;
                            name: string | null;
                            mail: string | null;
                            changed: {
                                [key: string]: {
                                    before: (string | ({
                                        /** Format: byte */
                                        binary: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        sha256: string;
                                        bytes: number;
                                    } & {
                                        [key: string]: unknown;
                                    }) | (({
                                        entryId: string;
                                        dn?: null;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        dn: string;
                                        entryId?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })))[] | null;
                                    after: (string | ({
                                        /** Format: byte */
                                        binary: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        sha256: string;
                                        bytes: number;
                                    } & {
                                        [key: string]: unknown;
                                    }) | (({
                                        entryId: string;
                                        dn?: null;
                                    } & {
                                        [key: string]: unknown;
                                    }) | ({
                                        dn: string;
                                        entryId?: string;
                                    } & {
                                        [key: string]: unknown;
                                    })))[] | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            };
                            members: ({
                                added: number;
                                removed: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            held: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "summary";
                            host: string;
                            counts: {
                                read: number;
                                created: number;
                                updated: number;
                                moved: number;
                                disabled: number;
                                enabled: number;
                                removed: number;
                                restored: number;
                                groups?: {
                                    created: number;
                                    removed: number;
                                    restored: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            held: ({
                                reasons: ("removals" | "nobodyLeft" | "membersLost" | "sourceInError")[];
                                removed: number;
                                disabled: number;
                                groups: number;
                                membersLost: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            active: number;
                            references: string[];
                            durationMs: number;
                        } & {
                            [key: string]: unknown;
                        }) | ({
                            /** @enum {string} */
                            line: "failed";
                            stage: string;
                            code: string;
                            message: string;
                        } & {
                            [key: string]: unknown;
                        });
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first 8 people, groups, connectors and runs that a text may mean; what begins with it comes first */
        get: {
            parameters: {
                query: {
                    /** @description Part of a name, an address, a host or an id, or the beginning of a DN */
                    q: string;
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            people: {
                                /** @description <connector>.<entryId> */
                                id: string;
                                entryId: string;
                                connectorId: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                name: string | null;
                                email: string | null;
                                dn: string;
                            }[];
                            groups: {
                                /** @description <connector>.<entryId> */
                                id: string;
                                entryId: string;
                                connectorId: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                name: string | null;
                                email: string | null;
                                dn: string;
                            }[];
                            connectors: {
                                connectorId: string;
                                name: string;
                                primaryHost: string;
                            }[];
                            /** @description By the first four characters of the id or more */
                            runs: {
                                connectorId: string;
                                syncId: string;
                                startedAt: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People and contacts by name or address */
        get: {
            parameters: {
                query?: {
                    /** @description How many items at most */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description active, disabled, removed, or several with commas between; removed ones are shown only when asked for */
                    state?: string;
                    connector?: string;
                    /** @description Exactly as it is written; empty for nobody's */
                    department?: string;
                    /** @description Part of the name or address, or the beginning of the DN */
                    q?: string;
                    /** @description The primary address; several may have the same */
                    email?: string;
                    /** @description With - before it downwards. Who has no address comes last, by name */
                    sort?: "name" | "-name" | "email" | "-email";
                    /** @description true: also how many there are in all */
                    total?: "true" | "false";
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description <connector>.<entryId> */
                                id: string;
                                /** @description The directory's own immutable id */
                                entryId: string;
                                connectorId: string;
                                dn: string;
                                /** @enum {string} */
                                kind: "user" | "group" | "contact";
                                /** @enum {string} */
                                state: "active" | "disabled" | "removed";
                                /** @description SCIM 2.0 core names; empty once removed */
                                profile: {
                                    userName?: string;
                                    displayName?: string;
                                    name?: {
                                        formatted?: string;
                                        givenName?: string;
                                        familyName?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    title?: string;
                                    preferredLanguage?: string;
                                    description?: string;
                                    emails?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    phoneNumbers?: ({
                                        value: string;
                                        type?: string;
                                        primary?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    employeeNumber?: string;
                                    department?: string;
                                    organization?: string;
                                    manager?: {
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                /** @description As the directory has them; empty once removed */
                                attributes: {
                                    [key: string]: (string | ({
                                        /** @description Base64 */
                                        binary?: string;
                                        sha256?: string;
                                        bytes?: number;
                                        entryId?: string;
                                        dn?: string;
                                    } & {
                                        [key: string]: unknown;
                                    }))[];
                                };
                                /** @description Of a group: its direct members */
                                memberCount: number | null;
                                /** @description Of a removed one: why it is believed to be gone */
                                evidence: ("tombstone" | "absentFromCompleteRead" | "movedOutOfScope" | "connectorRemoved" | "reclassified") | null;
                                /** @description Of a removed one: what it was called; null also while the log does not answer */
                                lastKnown: {
                                    name: string | null;
                                    email: string | null;
                                } | null;
                                /** @description When its last change was observed */
                                changedAt: string;
                                /** @description Of that change in the log */
                                sequence: number;
                                /** @description The run that observed it */
                                syncId: string;
                            }[];
                            next: string | null;
                            /** @description null unless asked for */
                            total: {
                                count: number;
                                /** @description Whether there are more than are counted: 100000 at most */
                                more: boolean;
                            } | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/users/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many people and contacts there are by state, kind, connector and department: each counted with all filters but its own */
        get: {
            parameters: {
                query?: {
                    /** @description active, disabled, removed, or several with commas between; removed ones are shown only when asked for */
                    state?: string;
                    connector?: string;
                    /** @description Exactly as it is written; empty for nobody's */
                    department?: string;
                    /** @description Part of the name or address, or the beginning of the DN */
                    q?: string;
                    /** @description The primary address; several may have the same */
                    email?: string;
                };
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            state: {
                                /** @enum {string} */
                                value: "active" | "disabled" | "removed";
                                count: number;
                            }[];
                            kind: {
                                /** @enum {string} */
                                value: "user" | "group" | "contact";
                                count: number;
                            }[];
                            connector: {
                                value: string;
                                count: number;
                            }[];
                            /** @description Of people, the 100 largest; empty for those who have none */
                            department: {
                                value: string;
                                count: number;
                            }[];
                            /** @description How many departments are not listed */
                            moreDepartments: number;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readmodel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The read model: how far it is folded, and what is known of rebuilding and verifying it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            live: {
                                schema: string;
                                /** @description Up to where each stream of the log is folded */
                                positions: {
                                    [key: string]: number;
                                };
                                /** @description How many events of each stream are not folded yet; null while the log does not answer */
                                behind: {
                                    [key: string]: number;
                                } | null;
                            };
                            /** @description The rebuild or verification that goes on */
                            rebuilding: {
                                /** Format: uuid */
                                workId: string;
                                /** @enum {string} */
                                work: "rebuild" | "verify";
                                by: string;
                                startedAt: string;
                                /** @enum {string} */
                                stage: "folding" | "indexing" | "catching up" | "comparing" | "switching" | "ended";
                                /** @description Events of the log that are folded into the new model */
                                folded: number;
                                /** @description Events that the model in use has folded */
                                total: number;
                                /** @description While folding, on the average */
                                eventsPerSecond: number;
                                endedAt: string | null;
                                /** @description equal, different: what comparing found; interrupted: the projector that did it has gone */
                                outcome: ("equal" | "different" | "failed" | "interrupted") | null;
                                /** @description Up to where the two models were folded when they were compared */
                                positions: {
                                    [key: string]: number;
                                } | null;
                                differences: {
                                    table: string;
                                    onlyInUse: number;
                                    onlyRebuilt: number;
                                }[];
                            } | null;
                            lastRebuilt: {
                                /** Format: uuid */
                                workId: string;
                                /** @enum {string} */
                                work: "rebuild" | "verify";
                                by: string;
                                startedAt: string;
                                /** @enum {string} */
                                stage: "folding" | "indexing" | "catching up" | "comparing" | "switching" | "ended";
                                /** @description Events of the log that are folded into the new model */
                                folded: number;
                                /** @description Events that the model in use has folded */
                                total: number;
                                /** @description While folding, on the average */
                                eventsPerSecond: number;
                                endedAt: string | null;
                                /** @description equal, different: what comparing found; interrupted: the projector that did it has gone */
                                outcome: ("equal" | "different" | "failed" | "interrupted") | null;
                                /** @description Up to where the two models were folded when they were compared */
                                positions: {
                                    [key: string]: number;
                                } | null;
                                differences: {
                                    table: string;
                                    onlyInUse: number;
                                    onlyRebuilt: number;
                                }[];
                            } | null;
                            lastVerified: {
                                /** Format: uuid */
                                workId: string;
                                /** @enum {string} */
                                work: "rebuild" | "verify";
                                by: string;
                                startedAt: string;
                                /** @enum {string} */
                                stage: "folding" | "indexing" | "catching up" | "comparing" | "switching" | "ended";
                                /** @description Events of the log that are folded into the new model */
                                folded: number;
                                /** @description Events that the model in use has folded */
                                total: number;
                                /** @description While folding, on the average */
                                eventsPerSecond: number;
                                endedAt: string | null;
                                /** @description equal, different: what comparing found; interrupted: the projector that did it has gone */
                                outcome: ("equal" | "different" | "failed" | "interrupted") | null;
                                /** @description Up to where the two models were folded when they were compared */
                                positions: {
                                    [key: string]: number;
                                } | null;
                                differences: {
                                    table: string;
                                    onlyInUse: number;
                                    onlyRebuilt: number;
                                }[];
                            } | null;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong (RFC 9457) */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readmodel/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Builds the read model anew from the log beside the one in use, and then takes its place */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            workId: string;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readmodel/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Builds the read model anew from the log, and compares it with the one in use */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            workId: string;
                        };
                    };
                };
                /** @description What is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            errors?: {
                                pointer: string;
                                detail: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    attention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description raised: it needs somebody; changed: for another reason than was told; resolved: it does not any more
                         * @enum {string}
                         */
                        type: "attention.raised" | "attention.changed" | "attention.resolved";
                        /**
                         * Format: date-time
                         * @description When this was decided, RFC 3339
                         */
                        timestamp: string;
                        data: {
                            account: string;
                            connector: {
                                id: string;
                                /** @description Hidden characters and those that turn the writing are shown by number */
                                name: string;
                            };
                            /**
                             * @description Of what is resolved: what it was
                             * @enum {string}
                             */
                            kind: "halted" | "failed" | "held" | "stale";
                            since: string | null;
                            /** @description What is the matter, for people */
                            sentence: string;
                            holdId: string | null;
                            /** @description Of a failure: a word for programs */
                            code: string | null;
                            /** @description The page in the console */
                            url: string;
                        };
                    };
                };
            };
            responses: {
                /** @description It was taken; anything else is tried again */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "attention.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /** @constant */
                        type: "attention.test";
                        /** Format: date-time */
                        timestamp: string;
                        data: {
                            account: string;
                            sentence: string;
                            url: string;
                        };
                    };
                };
            };
            responses: {
                /** @description It was taken; anything else is tried again */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
