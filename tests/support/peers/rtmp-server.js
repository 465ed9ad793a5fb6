import NodeMediaServer from 'node-media-server'

// A process of its own, so that a test can freeze and kill it. Its first argument is the port.
const port = Number(process.argv[2])
new NodeMediaServer({ logType: 1, rtmp: { port, chunk_size: 60_000, gop_cache: false, ping: 60, ping_timeout: 30 } }).run()
