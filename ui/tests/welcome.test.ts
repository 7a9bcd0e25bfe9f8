import { describe, expect, it } from 'vitest'
import { serverAddress } from '../src/lib/address'
import { campus } from '../src/lib/backend/campus'
import { click, find, get, query, sitDown, write } from './desk'

async function fillIn(server = 'https://chat.example.edu', email = 'ana@example.edu', password = 'lamp-oil-42') {
  await write('sign-in-server', server)
  await write('sign-in-email', email)
  await write('sign-in-password', password)
}

describe('the first run', () => {
  it('signs in with what was written', async () => {
    const desk = sitDown(campus('signed-out'))
    await fillIn(' chat.example.edu/ ', ' ana@example.edu ')
    await click('sign-in-submit')
    expect(desk.sent).toEqual([{ do: 'sign_in', server: 'https://chat.example.edu', email: 'ana@example.edu', password: 'lamp-oil-42', allow_plain_http: false }])
  })

  it('can be typed into at once', async () => {
    const desk = sitDown(campus('signed-out'))
    await desk.person.keyboard('chat.example.edu{Tab}ana@example.edu')
    expect((get('sign-in-server') as HTMLInputElement).value).toBe('chat.example.edu')
    expect((get('sign-in-email') as HTMLInputElement).value).toBe('ana@example.edu')
  })

  it('turns into the status once signed in', async () => {
    const desk = sitDown(campus('signed-out'))
    expect(query('nav-status')).toBeNull()
    await desk.receive(campus('available'))
    expect(query('sign-in-server')).toBeNull()
    expect(get('headline').textContent).toBe('Available everywhere')
  })

  it.each([
    ['', 'ana@example.edu', 'x', 'sign-in-server', 'Write the address of your team’s server'],
    ['ftp://chat.example.edu', 'ana@example.edu', 'x', 'sign-in-server', 'Write the address of your team’s server'],
    ['chat.example.edu', 'ana', 'x', 'sign-in-email', 'Write your e-mail address'],
    ['chat.example.edu', 'ana@example.edu', '', 'sign-in-password', 'Write your password.'],
  ])('says what is missing next to the field: %s %s %s', async (server, email, password, field, sentence) => {
    const desk = sitDown(campus('signed-out'))
    await fillIn(server, email, password)
    await click('sign-in-submit')
    const problem = await find('sign-in-error')
    expect(problem.textContent).toContain(sentence)
    expect(get(field).getAttribute('aria-invalid')).toBe('true')
    expect(get(field).getAttribute('aria-describedby')).toBe(problem.id)
    expect(desk.sent).toEqual([])
  })

  it.each([
    ['wrong_password', 'sign-in-password'],
    ['slow_down', 'sign-in-password'],
    ['not_connected', 'sign-in-server'],
  ])('shows %s at its field, keeps what was written, and forgets the sentence on the next try', async (code, field) => {
    const desk = sitDown(campus('signed-out'))
    desk.refuse(code, 'That did not work. Do it otherwise.')
    await fillIn()
    await click('sign-in-submit')
    expect((await find('sign-in-error')).textContent).toBe('That did not work. Do it otherwise.')
    expect(get(field).getAttribute('aria-invalid')).toBe('true')
    expect((get('sign-in-server') as HTMLInputElement).value).toBe('https://chat.example.edu')
    desk.accept()
    await click('sign-in-submit')
    expect(query('sign-in-error')).toBeNull()
  })

  it('says once what went wrong, also where the app says it as well', async () => {
    const desk = sitDown(campus('signed-out'))
    const text = 'The e-mail address and password do not match.'
    desk.refuse('wrong_password', text)
    await fillIn()
    await click('sign-in-submit')
    await desk.receive({ banners: [{ kind: 'refused', text, action: null }] })
    expect(query('banner')).toBeNull()
    expect(get('sign-in-error').textContent).toBe(text)
  })

  it('asks once more before a password goes out unencrypted, and asks anew for another server', async () => {
    const desk = sitDown(campus('signed-out'))
    desk.refuse('plain_http', 'http://10.0.0.8 is not encrypted.')
    await fillIn('http://10.0.0.8')
    expect(query('allow-plain-http')).toBeNull()
    await click('sign-in-submit')
    expect((await find('sign-in-error')).textContent).toContain('not encrypted')
    desk.accept()
    await click('allow-plain-http')
    await click('sign-in-submit')
    expect(desk.sent.at(-1)).toMatchObject({ server: 'http://10.0.0.8', allow_plain_http: true })
    await write('sign-in-server', 'http://10.0.0.9')
    expect(query('allow-plain-http')).toBeNull()
  })

  it('shows any other refusal in the form', async () => {
    const desk = sitDown(campus('signed-out'))
    desk.refuse('internal', 'The server made a mistake. Try again in a minute.')
    await fillIn()
    await click('sign-in-submit')
    expect((await find('sign-in-error')).textContent).toBe('The server made a mistake. Try again in a minute.')
  })

  it('does not keep the password once it was taken', async () => {
    const desk = sitDown(campus('signed-out'))
    await fillIn()
    await click('sign-in-submit')
    await desk.receive({})
    expect((get('sign-in-password') as HTMLInputElement).value).toBe('')
  })

  it('starts the sample campus on this computer', async () => {
    const desk = sitDown(campus('signed-out'))
    await click('try-here')
    expect(desk.sent).toEqual([{ do: 'try_here' }])
  })

  it('says why the sample campus did not start', async () => {
    const desk = sitDown(campus('signed-out'))
    desk.refuse('storage', 'The sample campus cannot be written to disk. Free some space and try again.')
    await click('try-here')
    expect((await find('sign-in-error')).textContent).toContain('Free some space')
  })
})

describe('a server’s address', () => {
  it.each([
    ['chat.example.edu', 'https://chat.example.edu'],
    ['https://chat.example.edu/', 'https://chat.example.edu'],
    ['http://10.0.0.8:8787', 'http://10.0.0.8:8787'],
    ['localhost:8787', 'http://localhost:8787'],
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['https://example.edu/porchlight/', 'https://example.edu/porchlight'],
  ])('%s is %s', (text, address) => expect(serverAddress(text)).toBe(address))

  it.each(['', '  ', 'chat example', 'file:///etc/passwd', 'javascript:alert(1)', 'https://'])('“%s” is none', (text) => expect(serverAddress(text)).toBeNull())
})
