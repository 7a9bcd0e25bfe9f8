import { start } from '../start'
import Join from './Join.svelte'

void start(Join)
