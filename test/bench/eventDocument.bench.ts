// An event's document in the real editor, with the client loaded.
import { bench } from './bench.ts';
import { noted } from './editorNotes.ts';

export default bench({
  rounds: 3,
  measures: { text: () => noted('eventSpeed', 'text') },
  rows: [{ name: "an event's text after the API's answer", of: 'text', unit: 'ms', atMost: 30 }],
});
