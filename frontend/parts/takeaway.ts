/** What a person takes with them of their own pages: a page that opens anywhere, or plain text, made in the browser. */

export interface Chapter {
  title: string;
  sections: { heading: string; passages: string[] }[];
}

export interface Takeaway {
  title: string;
  /** Whose it is and where it is from. */
  head: string[];
  chapters: Chapter[];
  foot: string;
}

const STYLE =
  "body{font:17px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1d2528;background:#fff}" +
  "h1,h2,h3{line-height:1.2}p{white-space:pre-wrap}.foot,.head{color:#4b5558}section{break-inside:avoid}";

export function asPage({ title, head, chapters, foot }: Takeaway): string {
  const chapter = ({ title, sections }: Chapter): string =>
    `<h2>${safe(title)}</h2>\n${sections.map(({ heading, passages }) => `<section><h3>${safe(heading)}</h3>\n${passages.map((one) => `<p>${safe(one)}</p>`).join("\n")}</section>`).join("\n")}`;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title><style>${STYLE}</style></head>
<body><h1>${safe(title)}</h1>
${head.map((line) => `<p class="head">${safe(line)}</p>`).join("\n")}
${chapters.map(chapter).join("\n")}
<p class="foot">${safe(foot)}</p></body></html>
`;
}

export function asText({ title, head, chapters, foot }: Takeaway): string {
  const section = ({ heading, passages }: Chapter["sections"][0]): string => [heading, ...passages].join("\n\n");
  const chapter = ({ title, sections }: Chapter): string =>
    [title.toUpperCase(), ...sections.map(section)].join("\n\n");
  return `${[[title, ...head].join("\n"), ...chapters.map(chapter), foot].join("\n\n\n")}\n`;
}

function safe(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** Gives the person a file, without the network. */
export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
