import { start } from '../start'
import Admin from './Admin.svelte'

void start(Admin)
