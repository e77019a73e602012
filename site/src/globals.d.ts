/** Set by vite.config.ts. */
declare const __ENGINE_BYTES__: number;
