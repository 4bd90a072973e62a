// What `SearchKorean` does in Python, to what a reader looks for.
var Stemmer = function () {
  this.stemWord = (word) => {
    if (!/^[\uac00-\ud7a3]+$/.test(word)) return word;
    const particle = PARTICLES.find((end) => word.endsWith(end) && word.length - end.length >= 2);
    return particle ? word.slice(0, -particle.length) : word;
  };
};

// A word that no page has, cut into two that some page has, or said as the book says it.
var splitQuery = (query) => {
  const words = query.match(/[\uac00-\ud7a3]+|(?:(?![\uac00-\ud7a3])[\p{Letter}\p{Number}_])+/gu) ?? [];
  const index = typeof Search === "object" && Search._index;
  const own = (all, word) => Object.prototype.hasOwnProperty.call(all, word);
  const has = (word) => index && (own(index.terms, word) || own(index.titleterms, word));
  const stemmer = new Stemmer();
  const known = (word) => (has(word) || !own(VARIANTS, word) ? word : VARIANTS[word]);
  return words.flatMap((word) => {
    const stem = stemmer.stemWord(word);
    if (!/^[\uac00-\ud7a3]{2,}$/.test(stem) || has(stem)) return [word];
    if (known(stem) !== stem) return [known(stem)];
    for (let i = stem.length - 2; i >= 2; i--) {
      const parts = [known(stem.slice(0, i)), known(stemmer.stemWord(stem.slice(i)))];
      if (parts.every(has)) return parts;
    }
    return [word];
  });
};
