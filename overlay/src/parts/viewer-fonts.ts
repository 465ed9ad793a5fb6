// Bundled, so that every computer can show every name and emoji. A browser loads a font, or a part of a large one, only when one of its
// characters is shown.
import './script-fonts.css'
import './viewer-fonts.css'
import '@fontsource-variable/noto-sans-jp/index.css'
import '@fontsource-variable/noto-sans-kr/index.css'
import '@fontsource-variable/noto-sans-sc/index.css'
