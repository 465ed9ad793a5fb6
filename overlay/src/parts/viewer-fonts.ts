// Bundled, so that no name and no emoji depends on what a computer happens to have. Each is cut into pieces by characters, and a piece
// is loaded only when one of its characters is shown.
import './viewer-fonts.css'
import '@fontsource-variable/noto-sans-arabic/index.css'
import '@fontsource-variable/noto-sans-hebrew/index.css'
import '@fontsource-variable/noto-sans-jp/index.css'
import '@fontsource-variable/noto-sans-kr/index.css'
import '@fontsource-variable/noto-sans-sc/index.css'
import '@fontsource-variable/noto-sans-thai/index.css'
