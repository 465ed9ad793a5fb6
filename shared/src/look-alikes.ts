// Made from Unicode's confusables as the package `unhomoglyph` has them; a test compares the two. It is a table of its own because the
// package has 100 kB, and the overlay may have 35.

/** Latin letters, and behind each the small letters of other scripts and kinds that look like it. */
const LOOK_ALIKES =
  'z ƶȥʐζᴢᵶꓜꮓ𐋵𑣄𑣉𑣥,' +
  'y ƴɏɣʏγυуүұყᶌỿⲩꓬꭚꭹꮍ𐊲𑣄𑣜𖽃,' +
  'x χхҳᕁᕽᚷⲭⵝꓫꭓ𐊐𐊴𐌗𐌢𐔧𑣬,' +
  'w ɯѡѽԝաᴡꓪꝡꮃꮤ𑓅𑜊𑜎𑜏𑣦𑣯,' +
  'v νѵᐯᴠⴸꓦꛟꮩ𐔝𑜆𑣀𖼈,' +
  'uo ꭣ,' +
  'ue ᵫ,' +
  'u ʉʋυսሀᑌᴜᵾꓴꞟꭎꭒꮜ𐓶𑣘𖽂,' +
  'ts ʦ,' +
  'tf ꝷ,' +
  't ŧƭʈτтҭᵵⱦⲧꓔꭲ𐊗𐊱𐌕𑣜𖼊,' +
  's ƽʂѕտᵴꓢꜱꮥꮪ𐊖𐑈𑣁𖼺,' +
  'rn ɱᵯ𑜀𑣣,' +
  'r ɍɼɽʀгғᖇᴦᵲⲅꓣꭇꭈꭱꮁꮢ𐓜𖼵,' +
  'q ʠԛգզⵕ,' +
  'p ƥρрᑭᵽⲣꓑꮲ𐊕,' +
  'oo ꚙꝏ,' +
  'oe œ,' +
  'o øɵθοσоѳөօ߀०০੦૦ଠ୦௦౦೦ഠ൦๐໐တဝ၀ჿዐᴏᴑⲟⴱⵁⵔ〇ꓳꝋꬽꬾꭴꮎꮻ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣕𑣗𑣠,' +
  'n ƞɲɳηνոռᵰⲛꓠ𐔓,' +
  'm μϻмӎᗰᛖⲙꓟꮇ𐊰𐌑,' +
  'lz ʫ,' +
  'ls ʪ,' +
  'lo ю,' +
  'll ǁ,' +
  'l łƚǀɨɩɫɭιіӏߊᒪᛁⲓⳑⵏꓡꓲꮮ𐊊𐌉𐌠𐑃𐔦𑣃𑣒𖼖𖼨𞣇,' +
  'k ƙκкқҟᛕⱪⲕꓗꝁꮶ𐔘,' +
  'j ɉʝϳјᒍꓙꭻ,' +
  'i ıɨɩɪιіӏᵻᵼꙇꭵ𑣃,' +
  'h ħɦηнћңһӈӊհᏺᕼⱨⲏꓧꚕꮋꮒ𐋏,' +
  'g ƍǥɠɡԍցᏻᶃꓖꮐ,' +
  'f ƒϝքᖴᵮẝꓝꞙꬵ𐊇𐊥𐔥𑣂,' +
  'e ɇεеҽҿⴹꓰꬲꭼ𐊆𑣆𑣎,' +
  'dz ʣ,' +
  'd ðđƌɖɗԁᑯᗞᗪꓒꓓꭰꮷ,' +
  'c ȼςσсҫᴄⲥꓚꮯ𐊢𐌂𐐽𐔜𑣩𑣲,' +
  'bl ы,' +
  'b ƀƃƅɓβбвьѣҍᏼᑲᑳᖯᗷꓐꞵꮟ𐊂𐊡𐌁,' +
  'ay ꜽ,' +
  'av ꜹꜻ,' +
  'au ꜷ,' +
  'ao ꜵ,' +
  'ae æӕ,' +
  'aa ꜳ,' +
  'a ɑαаᗅꓮꭺ𐊠𖽀'

/** Which Latin letters each character looks like, in small letters. */
export const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  LOOK_ALIKES.split(',').flatMap((row) => {
    const [latin, others] = row.split(' ') as [string, string]
    return Array.from(others, (other): [string, string] => [other, latin])
  }),
)
