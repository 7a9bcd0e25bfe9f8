import { FILES } from '../../lib/words/window'
import { alsoSpeak, start } from '../start'
import Me from './Me.svelte'

void alsoSpeak(FILES).then(() => start(Me))
