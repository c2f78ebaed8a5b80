package dev.seaworthy.ratelimit.session;

/** What a request of a session was sent for. */
public enum Stage {
    /** To hold a declared limit against what is admitted. */
    CONFIRM,
    /** To learn what the limiter is; fitted. */
    EXPERIMENT,
    /** Predicted before it was sent, and only then fitted. */
    VALIDATION,
    /** To test what headers promise; not fitted. */
    PROMISE,
    /** To tell queues, slow-downs and concurrency caps apart. */
    DELAY,
    /** To find out what a limit is keyed to, and whether keys are isolated. */
    KEY,
    /** To get around the limit by spelling the request differently. */
    BYPASS,
    /** Requests whose last bytes leave together. */
    LEAK,
    /** WebSocket connections. */
    CONNECTIONS,
    /** The same as another stage, while load runs. */
    LOADED,
    /** To leave the key as it was found. */
    REST
}
