// Bundled, so that every computer can show every name and emoji. Each font is split into parts by characters, and a part
// is loaded only when one of its characters is shown.
import './viewer-fonts.css'
import '@fontsource-variable/noto-sans-arabic/index.css'
import '@fontsource-variable/noto-sans-hebrew/index.css'
import '@fontsource-variable/noto-sans-jp/index.css'
import '@fontsource-variable/noto-sans-kr/index.css'
import '@fontsource-variable/noto-sans-sc/index.css'
import '@fontsource-variable/noto-sans-thai/index.css'
