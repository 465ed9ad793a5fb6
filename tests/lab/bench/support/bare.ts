import { createServer } from 'node:http'

// Bare Node, for comparison: one HTTP server that answers, and nothing else. `node bare.ts <port>`.
createServer((_request, response) => response.end('ok')).listen(Number(process.argv[2]), '127.0.0.1')
