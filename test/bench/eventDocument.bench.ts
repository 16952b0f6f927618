// An event's document in the real editor, with the client loaded.
import { bench } from './bench.ts';
import { noted } from './editor/noted.ts';

export default bench({
  rounds: 3,
  measures: {
    text: () => noted('eventSpeed', 'text'),
    key: () => noted('eventSpeed', 'key'),
    plainKey: () => noted('eventSpeed', 'plainKey'),
  },
  rows: [
    { name: "an event's text after the API's answer", of: 'text', unit: 'ms', aim: 30 },
    {
      name: "the extension host's work for a key in an event of 1 MB",
      of: 'key',
      unit: 'ms',
      aim: 5,
    },
    {
      name: "the extension host's work for a key in an event of 1 MB, against plain text",
      of: 'key',
      to: 'plainKey',
      unit: '×',
    },
  ],
});
