import { FILES } from '../../lib/words/window'
import { alsoSpeak, start } from '../start'
import Online from './Online.svelte'

void alsoSpeak(FILES).then(() => start(Online))
