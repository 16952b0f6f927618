// Substitutes for two native modules of VS Code's server. Without them it works too, but prints a stack trace for each.

/** Writes log lines to the same file the native logger would, so that tests can read the logs. */
export const spdlogStub = `
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.plain = false;
    names.forEach((name, level) => {
      this[name] = (text) => {
        if (level < this.level) return;
        const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
        try {
          fs.appendFileSync(this.file, this.plain ? text : time + ' [' + name + '] ' + text + '\\n');
        } catch {
          // The folder went away with its window.
        }
      };
    });
  }
  setLevel(level) { this.level = level; }
  getLevel() { return this.level; }
  setPattern() {}
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}

async function createLogger(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`;

/**
 * The native module only ends an extension host whose server died; our scripts end the whole group.
 */
export const watchdogStub = 'exports.start = () => {};\n';
