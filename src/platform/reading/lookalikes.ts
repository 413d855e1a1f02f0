const FOREIGN = 'АВЕКМНОРСТХУІЅЈаеорсухіѕјԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LATIN = 'ABEKMHOPCTXYISJaeopcyxisjdlABEZHIKMNOPTYXo';
const PAIRS = new Map([...FOREIGN].map((letter, at) => [letter, LATIN[at]!]));

const MIXED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu;

/**
 * A word that mixes Latin letters with Cyrillic or Greek ones that look the same is read as Latin. Words of one script
 * stay as they are.
 */
export function withoutLookalikes(text: string): string {
  return text.replace(MIXED, (word) => {
    const isMixed = /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word);
    return isMixed ? [...word].map((letter) => PAIRS.get(letter) ?? letter).join('') : word;
  });
}

/** Letters that resemble a Latin one more or less. A reader of a whole word takes them for it. */
const RESEMBLING = pairs([
  ['авекмнорстухіѕјԁӏһԛԝүпгиіғѵьцАВЕКМНОРСТУХІЅЈПГИҺԀ', 'abekmhopctyxisjdlhqwynruifvbuABEKMHOPCTYXISJNRUHD'],
  ['αβγεζηικλνορστυχωϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'abyezniklvopotuxwcjABEZHIKMNOPTYX'],
  ['հոսօցգզյԱՕՍԼ', 'hnuoggqjUOUL'],
  ['øđħıłŧƒɑɡƙɗɓɛɩʋƴɾʟØĐĦŁŦƑ', 'odhiltfagkdbeivyrlODHLTF'],
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'],
]);
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{M}]+/gu;

/**
 * Reads each word as Latin whose letters are all Latin or resemble Latin ones, whatever marks they bear: réfund, һасkеԁ.
 * A word with any other letter stays what it is. This reading is a guess beside the true one.
 */
export function inLatin(text: string): string {
  return text.replace(WORD, (word) => {
    const letters = [...word.normalize('NFD').replace(/\p{M}+/gu, '')].map(
      (letter) => RESEMBLING.get(letter) ?? letter,
    );
    const read = letters.join('');
    return /^[a-z]+$/i.test(read) ? read : word;
  });
}

function pairs(rows: [foreign: string, latin: string][]): Map<string, string> {
  return new Map(
    rows.flatMap(([foreign, latin]) =>
      [...foreign].map((letter, at): [string, string] => [letter, latin[at]!]),
    ),
  );
}
