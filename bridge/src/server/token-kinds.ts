/** read: what overlay addresses on other computers carry. control: what a dock there, or another program, carries. */
export const TOKEN_KINDS = ['read', 'control'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

/** What a token may look like: it travels as a WebSocket subprotocol and in an address's fragment. Shorter ones could be guessed. */
export const TOKEN_PATTERN = /^[\w-]{24,200}$/
