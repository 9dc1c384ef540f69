/** Shapes that only the inside of a server has: a body that shows one of them shows too much (ERR-044). */
export const traceShapes: readonly (readonly [words: string, shape: RegExp])[] = [
  ['a Java stack trace', /\bat [\w$.]+\([\w$]+\.java:\d+\)/],
  ['a Java exception', /\b(java|javax|org|com)(\.\w+){2,}(Exception|Error)\b/],
  ['a .NET stack trace', /\bat [\w.<>`]+\([^)]*\) in \S+:line \d+/],
  ['a .NET exception', /\bSystem(\.\w+)*Exception\b/],
  ['a Node stack trace', /\bat (\S+ )?\(?(file:\/\/)?\/?\S+\.[cm]?[jt]s:\d+:\d+\)?/],
  ['a Python stack trace', /Traceback \(most recent call last\)|File "[^"]+\.py", line \d+/],
  ['a PHP error', /\b(Fatal error|Warning|Notice): .+ in \S+\.php on line \d+/],
  ['an SQL statement', /\b(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s)/i],
  ['an SQL error', /\b(ORA-\d{5}|SQLSTATE\[|PG::\w+Error|SqlException|syntax error at or near)/],
  ['a file system path', /(^|[\s"'(=])(\/(usr|opt|home|var|etc|srv|root|app)\/[\w./-]+|[A-Z]:\\[\w\\.-]+)/],
];
