#!/usr/bin/env node
// The installed command: runs the compiled harness. In a checkout, `npm start` runs the sources instead.
await import('../dist/cli/main.js');
