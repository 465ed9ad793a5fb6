// Made by `node tests/supply/look-alikes.ts` of Unicode's confusables (version 17.0.0); a test compares the two. © Unicode, Inc., under the
// Unicode License v3 (https://www.unicode.org/license.txt).

/** Latin letters, and behind each the small letters of other scripts and kinds that look like it. */
const SMALL =
  'a ɑαаᗅꓮꭺ𐊠𖽀,' +
  'aa ꜳ,' +
  'ae æӕ,' +
  'ao ꜵ,' +
  'au ꜷ,' +
  'av ꜹꜻ,' +
  'ay ꜽ,' +
  'b ƀƃƅɓβбвьѣҍᏼᑲᑳᖯᗷⲃꓐꞵꮟ𐊂𐊡𐌁𖻑,' +
  'bl ы,' +
  'c ȼςϛсҫငၚᴄⲋⲥꓚꮯ𐊢𐌂𐐽𐔜𑣩𑣲,' +
  'd ðđƌɖɗԁᑯᗞᗪꓒꓓꭰꮷ,' +
  'dz ʣ,' +
  'e ɇεеҽҿⴹꓰꬲꭼ𐊆𑣆𑣎,' +
  'f ƒϝքᖴᵮẝⳁꓝꞙꬵ𐊇𐊥𐔥𑣂,' +
  'fn ʩ,' +
  'g ƍǥɠɡԍցᏻᶃꓖꮐ,' +
  'h ħɦнћңһӈӊհᏺᕼⱨⲏꓧꚕꮋꮒ𐋏𐓵,' +
  'i ıɨɩɪιіւᵻᵼⲓꙇꭵ𑣃,' +
  'j ɉʝϳјᒍꓙꭻ,' +
  'k ƙκкқҟᛕⱪⲕꓗꝁꮶ𐔘,' +
  'l łƚǀɫɭӏߊᒪᛁⳑⵏꓡꓲꮮ𐊊𐌉𐌠𐑃𐔦𑣒𑷚𑷡𖻅𖼖𖼨𞣇,' +
  'll ǁ,' +
  'lo ю,' +
  'ls ʪ,' +
  'lz ʫ,' +
  'm μϻмӎᗰᛖⲙꓟꮇ𐊰𐌑,' +
  'n ŋƞɲɳηղոռበᑎᵰⲛꓠꓵ𐔓,' +
  'o øɵθοσϭоѳөօ߀०০੦૦ଠ୦௦౦೦ഠ൦๐໐တဝ၀თჿዐ០ᴏᴑⲑⲟⴱⵁⵔ〇ꓳꝋꬽꬾꭴꮎꮻ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣕𑣗𑣠𑷠,' +
  'oe œ,' +
  'oo ꚙꝏ,' +
  'p þƥƿρϸрᑭᵽⲣⳏꓑꮲ𐊕𐓬,' +
  'q ʠԛգզⵕ,' +
  'r ɍɼɽʀгғᖇᴦᵲⲅꓣꭇꭈꭱꮁꮢ𐓜𖼵,' +
  'rn ɱᵯ𑜀𑣣,' +
  's ƽʂѕտടᵴꓢꜱꮥꮪ𐊖𐑈𑣁𖼺,' +
  't ŧƭʈτтҭᵵⱦⲧꓔꭲ𐊗𐊱𐌕𖼊,' +
  'tf ꝷ,' +
  'ts ʦ,' +
  'u ʉʋυџսሀᑌᴜᵾꓴꞟꭎꭒꮜ𐓶𑣘𖽂,' +
  'ue ᵫ,' +
  'uo ꭣ,' +
  'v νѵᐯᴠⴸꓦꛟꮩ𐔝𑜆𑣀𖼈,' +
  'w ɯшѡѽԝաᗯᴡⲽꓪꝡꮃꮗꮤ𑓅𑜊𑜎𑜏𑣦𑣯,' +
  'x χхҳᕁᕽᚷⲭⵝꓫꭓꭕ𐊐𐊴𐌗𐌢𐔧𑣬,' +
  'y ƴɏɣʏγуүұყᒥᶌỿⲩꓬꭚꭹꮍ𐊲𑣜𖼇𖽃,' +
  'z ƶȥʐζᴢᵶꓜꮓ𐋵𑣄𑣉𑣥'

/** Those that look like something else as a capital. */
const CAPITAL = 'c σ,' + 'h η,' + 'l ɨɩιіⲓ𑣃,' + 'n ν,' + 't 𑣜,' + 'y υ𑣄'

/** What sites that write in fancy letters make of A to Z, besides: small capitals, and syllables of Canadian languages. */
const FANCY = 'a ᴀᗩ,b ʙ,c ᑕ,d ᴅ,e ᴇᗴ,f ꜰ,g ɢᘜ,h ʜ,j ᴊ,k ᴋ,l ʟ,m ᴍ,n ɴ,p ᴘ,q ꞯᑫ,s ᔕ,t ᴛ,z ᘔ'

/** Which Latin letters each character looks like, in small letters. */
export const LOOKS_LIKE = tableOf(`${FANCY},${SMALL}`)
/** The same for the characters whose capitals look like something else. */
export const CAPITAL_LOOKS_LIKE = tableOf(CAPITAL)

function tableOf(rows: string): ReadonlyMap<string, string> {
  return new Map(
    rows.split(',').flatMap((row) => {
      const [latin = '', others = ''] = row.split(' ')
      return Array.from(others, (other) => [other, latin] as const)
    }),
  )
}
