/** The options of `npm run test:extension`, see testExtension.ts. */
export const editorOptions = {
  desktop: { type: 'boolean', default: false },
  version: { type: 'string' },
  oldest: { type: 'boolean', default: false },
  inspect: { type: 'boolean', default: false },
} as const;
