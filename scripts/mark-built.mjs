import { markBuilt } from './built.mjs';

markBuilt();
