// The files of one worker share a page, for making one takes longer than most of them do. Each file finds it as if it were new.
localStorage.clear()
sessionStorage.clear()
document.body.replaceChildren()
document.title = ''
for (const element of [document.documentElement, document.body]) {
  for (const name of element.getAttributeNames()) element.removeAttribute(name)
}
history.replaceState(null, '', '/')
