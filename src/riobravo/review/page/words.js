/** The words of the page, by language: all of them stand in messages/. */
export const LANGUAGES = ["en", "es"];
let words = null;

/** The language asked for in an earlier visit, else the browser's, else English. */
export function preferred() {
  const kept = localStorage.getItem("language");
  const wanted = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((one) => LANGUAGES.includes(one)) ?? LANGUAGES[0];
}

/** Loads a language and keeps the choice. */
export async function speak(language) {
  words = await (await fetch(`page/messages/${language}.json`)).json();
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  return words;
}

/** The words of a key with its blanks filled. */
export const t = (key, blanks = {}) =>
  words.page[key].replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? ""));

export const name = () => words.name;
export const fieldName = (field) => words.fields[field] ?? field;

/** A code in words: as the list names it, else the code itself. */
export const codeName = (list, code) => words.codes[list]?.[code] ?? String(code).replaceAll("_", " ");

/** Who coded: a name of ours in words, any other as it is. */
export const coderName = (who) => words.page[`by.${who}`] ?? who;
