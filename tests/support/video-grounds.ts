// Stand-ins for a camera's picture, to look at overlays on: a person at a desk, a window, lamps out of focus, and a sensor's noise.

export type Ground = 'dark' | 'bright'

interface Scene {
  wall: [string, string, string]
  lamps: [string, number][]
  window: string
  skin: string
  hair: string
  shirt: string
  desk: string
  noise: number
}

const SCENES: Record<Ground, Scene> = {
  dark: {
    wall: ['#241a2c', '#131722', '#0b0d14'],
    lamps: [
      ['#ffb36b', 0.75],
      ['#ff6b9d', 0.55],
      ['#6b8cff', 0.5],
      ['#ffd9a0', 0.6],
    ],
    window: '#1d2c4a',
    skin: '#a9745a',
    hair: '#1b1214',
    shirt: '#3a2f4d',
    desk: '#2a1d1a',
    noise: 0.16,
  },
  bright: {
    wall: ['#fffdf6', '#eef4fb', '#dfe8f1'],
    lamps: [
      ['#ffffff', 0.95],
      ['#ffe9c4', 0.9],
      ['#ffffff', 0.85],
      ['#d7ecff', 0.9],
    ],
    window: '#ffffff',
    skin: '#e8b598',
    hair: '#6b4630',
    shirt: '#f4efe6',
    desk: '#e9d9c3',
    noise: 0.1,
  },
}

/** The value of a CSS background for pictures of `width` to `height`. */
export function videoGround(ground: Ground, width: number, height: number): string {
  const scene = SCENES[ground]
  const wide = width > height
  const [w, h] = wide ? [1600, 900] : [900, 1600]
  const [x, y, size] = wide ? [900, 520, 1.15] : [500, 860, 1.25]
  const lamps = scene.lamps.map(([colour, strength], at) => {
    const [cx, cy] = [w * (0.16 + 0.24 * at), h * (0.1 + 0.09 * (at % 3))]
    return `<circle cx="${cx}" cy="${cy}" r="${38 + 24 * (at % 3)}" fill="${colour}" opacity="${strength}"/>`
  })
  const stops = scene.wall.map((colour, at) => `<stop offset="${at / 2}" stop-color="${colour}"/>`)
  const room = `<rect x="${w * 0.6}" y="${h * 0.06}" width="${w * 0.3}" height="${h * 0.3}" fill="${scene.window}"/>
<rect x="${w * 0.06}" y="${h * 0.3}" width="${w * 0.2}" height="${h * 0.34}" fill="${scene.shirt}" opacity="0.6"/>`
  const person = `<ellipse cx="0" cy="-70" rx="150" ry="190" fill="${scene.hair}"/>
<rect x="-150" y="-80" width="300" height="230" rx="90" fill="${scene.hair}"/>
<path d="M-330 420C-320 230-190 190-70 165L70 165C190 190 320 230 330 420Z" fill="${scene.shirt}"/>
<rect x="-52" y="70" width="104" height="130" rx="48" fill="${scene.skin}"/>
<ellipse cx="0" cy="-20" rx="108" ry="140" fill="${scene.skin}"/><ellipse cx="0" cy="-20" rx="108" ry="140" fill="url(#face)"/>
<ellipse cx="-6" cy="-128" rx="122" ry="58" fill="${scene.hair}"/>`
  const desk = `<rect y="${h * 0.84}" width="${w}" height="${h * 0.16}" fill="${scene.desk}"/>
<rect x="${w * 0.1}" y="${h * 0.79}" width="${w * 0.34}" height="${h * 0.06}" rx="8" fill="${scene.wall[1]}" opacity="0.9"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" preserveAspectRatio="xMidYMid slice">
<defs>
<linearGradient id="wall" x2="0.6" y2="1">${stops.join('')}</linearGradient>
<radialGradient id="face" cx="0.38" cy="0.36"><stop offset="0" stop-color="#fff" stop-opacity="0.34"/>
<stop offset="1" stop-color="#000" stop-opacity="0.3"/></radialGradient>
<filter id="far" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="16"/></filter>
<filter id="near" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="9"/></filter>
<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.9" numOctaves="2" seed="4"/>
<feColorMatrix type="saturate" values="0"/></filter>
</defs>
<rect width="${w}" height="${h}" fill="url(#wall)"/>
<g filter="url(#far)">${room}${lamps.join('')}</g>
<g filter="url(#near)" transform="translate(${x} ${y}) scale(${size})">${person}</g>
<g filter="url(#near)">${desk}</g>
<rect width="${w}" height="${h}" filter="url(#grain)" opacity="${scene.noise}"/></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") center / cover`
}
