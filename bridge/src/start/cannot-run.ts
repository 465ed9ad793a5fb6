/** Beside the program of a package: a page for a start of which nothing of ours could run. */
export const CANNOT_RUN = 'could-not-start.html'
