import type { Plugin } from 'vite'

/** Lets `.ftl` files be imported as text, without the comments, which are for translators. */
export function ftl(): Plugin {
  return {
    name: 'ftl',
    enforce: 'pre',
    transform(source, id) {
      if (!id.endsWith('.ftl')) return
      const text = source.replace(/^#.*\n/gm, '').replace(/\n{2,}/g, '\n').trim()
      return { code: `export default ${JSON.stringify(text)}`, map: null, moduleType: 'js' }
    },
  }
}
