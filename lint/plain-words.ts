import type { ESLint, Rule } from 'eslint';
import { versionOf } from './version';
import { misusedIn, NO_BEGINNING } from './words';

/** Refuses phrases of the word list in strings, templates and comments, and docstrings that begin with a question word. */
const plainWords: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    messages: {
      word: "write {{write}}, not '{{phrase}}' (lint/words.ts)",
      beginning: "a docstring begins with a noun or a verb, not with '{{word}}' (lint/words.ts)",
    },
    schema: [],
  },
  create: (context) => {
    const report = (text: string, place: Pick<Rule.Node, 'loc'>): void => {
      for (const { phrase, write } of misusedIn(text)) {
        context.report({ loc: place.loc!, messageId: 'word', data: { phrase, write } });
      }
    };
    return {
      Program: () => {
        for (const comment of context.sourceCode.getAllComments()) {
          report(comment.value, comment as Pick<Rule.Node, 'loc'>);
          const [word] =
            (comment.value.startsWith('*') && NO_BEGINNING.exec(comment.value.replace(/^[*\s]+/, ''))) || [];
          if (word !== undefined) {
            context.report({ loc: comment.loc!, messageId: 'beginning', data: { word } });
          }
        }
      },
      // A name has no space, a message has.
      Literal: (node) => {
        if (typeof node.value === 'string' && node.value.includes(' ')) {
          report(node.value, node);
        }
      },
      TemplateElement: (node) => report(node.value.raw.replaceAll('\\`', '`'), node),
    };
  },
};

/** The rule as a plugin. */
export const words: ESLint.Plugin = {
  meta: { name: 'words', version: versionOf('plain-words.ts', 'words.ts') },
  rules: { plain: plainWords },
};
