import { viewer, type GiftKind, type Viewer } from './messages.ts'

export type Language = 'en' | 'fr' | 'es' | 'ar' | 'ja'

export interface Guest extends Viewer {
  language: Language
}

const guest = (language: Language, uniqueId: string, nickname: string, moderator = false): Guest => {
  return { ...viewer(uniqueId, nickname), language, moderator }
}

/** The people of the demo LIVE. All invented. */
export const GUESTS: readonly Guest[] = [
  guest('en', 'nora.paints', 'Nora', true),
  guest('en', 'tall_tobias', 'Tobias the Tall'),
  guest('en', 'juniperwave', 'juniper 🌊'),
  guest('en', 'marlow.b', 'Marlow'),
  guest('en', 'pixelpatty', 'Pixel Patty 👾'),
  guest('en', 'oatmilk_owen', 'Owen'),
  guest('en', 'dot.and.dash', 'Dot & Dash'),
  guest('en', 'sunday_sadie', 'Sadie ☀️'),
  guest('en', 'quietharbour', 'quiet harbour'),
  guest('en', 'biscuit_ben', 'Ben 🍪'),
  guest('fr', 'camille.dansleciel', 'Camille'),
  guest('fr', 'petit_renard7', 'Petit Renard 🦊', true),
  guest('fr', 'lou_et_la_lune', 'Lou & la Lune'),
  guest('fr', 'theo.croque', 'Théo'),
  guest('fr', 'maelle_b', 'Maëlle'),
  guest('fr', 'bastien.velo', 'Bastien à vélo 🚲'),
  guest('es', 'sol_y_sombra', 'Sol y Sombra'),
  guest('es', 'martina.lee', 'Martina 🌵'),
  guest('es', 'elnachodebarrio', 'Nacho'),
  guest('es', 'abril_canta', 'Abril 🎤'),
  guest('es', 'rafa.cocina', 'Rafa cocina'),
  guest('es', 'luciernaga_21', 'Luciérnaga'),
  guest('ar', 'noor.layali', 'نور الليالي'),
  guest('ar', 'salma_w_shay', 'سلمى ☕'),
  guest('ar', 'yousef.sky', 'يوسف'),
  guest('ar', 'reem_albahr', 'ريم البحر 🌊'),
  guest('ar', 'omar.draws', 'عمر يرسم'),
  guest('ja', 'haru_no_neko', 'はるのねこ 🐈'),
  guest('ja', 'mikan.box', 'みかん箱'),
  guest('ja', 'sora_days', 'そら'),
  guest('ja', 'kumo.to.ame', 'くもとあめ ☁️'),
  guest('ja', 'taiyaki_23', 'たいやき'),
]

/** What they say. */
export const LINES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'hello from a rainy balcony ☔',
    'just got home, what did I miss?',
    'the colours today are lovely',
    'that made me laugh out loud 😂',
    'can you do the little dance again?',
    'first time here, this is so cosy',
    'my cat is watching with me, she approves',
    'which song is this? 🎶',
    'you were right about the tea',
    'greetings from the night shift!',
    'one more, one more!',
    'I have been smiling for ten minutes now',
    'how long did it take you to learn that?',
    'take your time, we are not going anywhere 💛',
    'good to see you all again',
    '😂😂😂',
    '🔥🔥',
  ],
  fr: [
    'coucou tout le monde !',
    'trop hâte de voir la suite',
    'bonsoir depuis la Bretagne 🌧️',
    'c’est tellement apaisant ce live',
    'tu peux montrer de plus près ?',
    'j’ai ramené des crêpes, servez-vous 🥞',
    'bravo, c’est magnifique !',
    'on est bien ici, merci à toi',
    'quelle patience, je suis admiratif',
    'mdr j’adore 😂',
    'ça marche pour moi, image parfaite',
    '👏👏👏',
  ],
  es: [
    '¡hola a todos! 👋',
    'qué bonito te está quedando',
    'saludos desde la montaña ⛰️',
    '¿cuánto llevas hoy en directo?',
    'me encanta este rincón',
    'jajaja no puedo más',
    '¡vamos, que tú puedes!',
    'acabo de llegar, ¿qué tal va?',
    'esa canción me trae recuerdos',
    'gracias por la compañía 💛',
    '¿la próxima cuándo es?',
    '❤️❤️❤️',
  ],
  ar: [
    'مساء الخير للجميع 🌙',
    'ما شاء الله، جميل جدا',
    'تحية من قلب المدينة',
    'أول مرة أحضر، المكان لطيف',
    'ممكن تعيدها مرة ثانية؟',
    'ضحكت كثيرا 😂',
    'شكرا على هذا الجو الهادئ',
    'القهوة جاهزة والبث شغال ☕',
    'استمري، نحن معك',
    '🌹🌹',
  ],
  ja: [
    'こんばんは〜',
    '初見です、よろしくお願いします！',
    'きれいな色だね',
    'かわいい🐈',
    'おつかれさまです🍵',
    'その曲、大好きです',
    'すごい！拍手👏',
    '今日もありがとう',
    '外は雪が降ってるよ⛄',
    'www',
    'もう一回見たい！',
  ],
}

/** Said after a big gift. */
export const CHEERS: Readonly<Record<Language, readonly string[]>> = {
  en: ['WOW 😱', 'that is so generous!!', 'you legend 👑'],
  fr: ['wahou 😱', 'quelle générosité !', 'énorme 👏'],
  es: ['¡guau! 😱', '¡qué generosidad!', '¡grande! 👑'],
  ar: ['يا سلام 😱', 'كرم كبير!', 'رائع 👏'],
  ja: ['すごい！！😱', '太っ腹！', '神 👑'],
}

/** Small gifts come often and in streaks. */
export const SMALL_GIFTS: readonly GiftKind[] = [
  { id: '5655', name: 'Rose', diamondCount: 1, type: 1 },
  { id: '5269', name: 'TikTok', diamondCount: 1, type: 1 },
  { id: '5479', name: 'Coffee', diamondCount: 1, type: 1 },
  { id: '5487', name: 'Finger Heart', diamondCount: 5, type: 1 },
  { id: '5660', name: 'Hand Hearts', diamondCount: 100, type: 1 },
  { id: '5879', name: 'Doughnut', diamondCount: 30, type: 1 },
]

/** Gifts that arrive once each. */
export const SINGLE_GIFTS: readonly GiftKind[] = [
  { id: '7934', name: 'Heart Me', diamondCount: 1, type: 4 },
  { id: '9333', name: 'LIVE Fest Clappers', diamondCount: 100, type: 2 },
]

export const BIG_GIFTS: readonly GiftKind[] = [
  { id: '5586', name: 'Hearts', diamondCount: 199, type: 2 },
  { id: '6267', name: 'Corgi', diamondCount: 299, type: 2 },
  { id: '11046', name: 'Galaxy', diamondCount: 1000, type: 2 },
  { id: '5765', name: 'Motorcycle', diamondCount: 2988, type: 2 },
]
