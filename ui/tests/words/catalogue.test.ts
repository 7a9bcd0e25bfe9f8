import { expect, test } from 'vitest'
import { generated } from './catalogue'

// After a change of the English files: `npm run words`.
test('the types of the words are those of the catalogue', async () => {
  await expect(generated()).toMatchFileSnapshot('../../src/lib/words/catalogue.ts')
})
