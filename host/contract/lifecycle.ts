/**
 * Everything long-lived. `start` resolves when the thing is in service, and undoes what it had begun when it
 * rejects. `stop` may be called at any time and more than once, and is bounded in time.
 */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}
